package dev.bridle.logs;

import static dev.bridle.store.schema.Tables.LOG_CHUNK;

import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/** The pieces of logs: their places in the database, their bytes beside it. */
final class Chunks {
  private static final byte[] NOTHING = {};

  private final Database database;
  private final Blobs blobs;

  Chunks(Database database, Blobs blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  boolean exists(String jobId, long offset) {
    return database.read(sql ->
        sql.fetchExists(LOG_CHUNK, LOG_CHUNK.JOB_ID.eq(jobId), LOG_CHUNK.BYTE_OFFSET.eq(offset)));
  }

  /** The pieces that begin after a position, in order. */
  List<Chunk> after(String jobId, long offset, int atMost) {
    return database.read(sql ->
        sql.selectFrom(LOG_CHUNK)
            .where(LOG_CHUNK.JOB_ID.eq(jobId), LOG_CHUNK.BYTE_OFFSET.gt(offset))
            .orderBy(LOG_CHUNK.BYTE_OFFSET)
            .limit(atMost)
            .fetch(Chunks::chunk));
  }

  int count(String jobId) {
    return database.read(sql -> sql.fetchCount(LOG_CHUNK, LOG_CHUNK.JOB_ID.eq(jobId)));
  }

  /** Where the last piece ends; 0 when there is none. */
  long end(String jobId) {
    return first(jobId, DSL.noCondition(), LOG_CHUNK.BYTE_OFFSET.desc()).map(Chunk::end).orElse(0L);
  }

  /** The piece that ends where another begins. */
  Optional<Chunk> before(String jobId, long offset) {
    return first(jobId, LOG_CHUNK.BYTE_OFFSET.lt(offset), LOG_CHUNK.BYTE_OFFSET.desc())
        .filter(chunk -> chunk.end() == offset);
  }

  /** The piece that begins at an offset. */
  Optional<Chunk> at(String jobId, long offset) {
    return first(jobId, LOG_CHUNK.BYTE_OFFSET.eq(offset), LOG_CHUNK.BYTE_OFFSET.asc());
  }

  private Optional<Chunk> first(String jobId, Condition which, SortField<?> order) {
    return database.read(sql ->
        sql.selectFrom(LOG_CHUNK)
            .where(LOG_CHUNK.JOB_ID.eq(jobId))
            .and(which)
            .orderBy(order)
            .limit(1)
            .fetchOptional(Chunks::chunk));
  }

  /** Bytes first: a place in the database always has its bytes. */
  void add(String jobId, Chunk chunk, byte[] bytes, long sequence, long nowMs) {
    rewrite(jobId, chunk, bytes);
    database.execute(sql ->
        sql.insertInto(LOG_CHUNK)
            .set(LOG_CHUNK.JOB_ID, jobId)
            .set(LOG_CHUNK.BYTE_OFFSET, chunk.offset())
            .set(LOG_CHUNK.SEQUENCE, sequence)
            .set(LOG_CHUNK.SIZE, chunk.size())
            .set(LOG_CHUNK.CREATED_MS, nowMs)
            .onConflictDoNothing()
            .execute());
  }

  void rewrite(String jobId, Chunk chunk, byte[] bytes) {
    if (bytes.length > 0) {
      blobs.put(key(jobId, chunk), bytes);
    }
  }

  byte[] bytes(String jobId, Chunk chunk) {
    return blobs.get(key(jobId, chunk)).orElse(NOTHING);
  }

  private static String key(String jobId, Chunk chunk) {
    return "logs/" + jobId + "/" + chunk.offset();
  }

  private static Chunk chunk(Record row) {
    return new Chunk(row.get(LOG_CHUNK.BYTE_OFFSET), row.get(LOG_CHUNK.SIZE));
  }
}

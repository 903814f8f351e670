package dev.bridle.store;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;

/** The data of this server: short transactions, reads beside them, and hot steps. */
public abstract sealed class Database implements AutoCloseable
    permits SqliteDatabase, PostgresDatabase {

  /** Opens the database and brings its schema up to date. */
  public static Database open(DatabaseUrl url) {
    Migrations.run(url);
    return url.file().isPresent() ? new SqliteDatabase(url) : new PostgresDatabase(url);
  }

  /**
   * Makes this process the only server that works with the data: whoever comes second fails, so
   * that no two of them give out the same room.
   */
  public abstract void claim();

  /** The database's own time, which every server of it shares; by a clock that passes here. */
  public abstract InstantSource time(InstantSource local);

  /** Looks how far the database's time is from ours; to be called now and then. */
  public abstract void compareTime();

  /** A query that changes nothing. */
  public abstract <T> T read(Function<DSLContext, T> query);

  /** Queries that change nothing and all see the same moment. */
  public abstract <T> T snapshot(Function<DSLContext, T> queries);

  /** One transaction: everything in it happens, or nothing. It must not open another one. */
  public abstract <T> T write(Function<DSLContext, T> act);

  public void execute(Consumer<DSLContext> act) {
    write(sql -> {
      act.accept(sql);
      return true;
    });
  }

  /** Queues a step of the hot lane: all that it writes is written, or nothing. */
  public abstract Written writeHot(HotStep step);

  /** Lets someone take part in every transaction of the hot lane. */
  public abstract void joinHot(HotParticipant participant);

  /** Waits until all hot steps queued so far are written or refused. */
  public void settleHot() {
    writeHot(HotStep.NOTHING).committed().join();
  }

  @Override
  public abstract void close();
}

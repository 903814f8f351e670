package dev.bridle.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** One file: a single writing connection, a few for reading beside it. */
final class SqliteDatabase extends Database {
  private final HotConnection writing;
  private final HikariDataSource readers;
  private final LogSync sync;
  private final Writer writer;
  private final Checkpoints checkpoints;

  SqliteDatabase(DatabaseUrl url) {
    Path log = Path.of(url.file().orElseThrow() + "-wal");
    writing = new HotConnection(() -> connect(url), "begin immediate", SQLDialect.SQLITE);
    readers = readers(url);
    sync = new LogSync(log);
    writer = new Writer(writing, sync);
    checkpoints = new Checkpoints(() -> connect(url), log, writer);
  }

  private static Connection connect(DatabaseUrl url) throws SQLException {
    Connection connection = DriverManager.getConnection(url.jdbc(), config().toProperties());
    try (var statement = connection.createStatement()) {
      // Checkpoints have a thread of their own, so that no transaction pays for one.
      statement.execute("pragma wal_autocheckpoint = 0");
    }
    return connection;
  }

  private static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    // Else the driver asks for the last row's number after every insert.
    config.setGetGeneratedKeys(false);
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(64 << 20));
    return config;
  }

  private static HikariDataSource readers(DatabaseUrl url) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(url.jdbc());
    pool.setMaximumPoolSize(4);
    pool.setPoolName("sqlite-readers");
    config().toProperties().forEach((k, v) -> pool.addDataSourceProperty((String) k, v));
    pool.setConnectionInitSql("pragma query_only = on");
    return new HikariDataSource(pool);
  }

  /** The data folder is taken already, and the file in it. */
  @Override
  public void claim() {}

  @Override
  public InstantSource time(InstantSource local) {
    return local;
  }

  @Override
  public void compareTime() {}

  @Override
  public <T> T read(Function<DSLContext, T> query) {
    return query.apply(DSL.using(readers, SQLDialect.SQLITE));
  }

  @Override
  public <T> T snapshot(Function<DSLContext, T> queries) {
    return DSL.using(readers, SQLDialect.SQLITE).transactionResult(t -> queries.apply(t.dsl()));
  }

  @Override
  public <T> T write(Function<DSLContext, T> act) {
    var result = new AtomicReference<@Nullable T>();
    writer.run(() -> result.set(writing.transact(act)));
    return Objects.requireNonNull(result.get());
  }

  @Override
  public Written writeHot(HotStep step) {
    return writer.write(step);
  }

  @Override
  public void joinHot(HotParticipant participant) {
    writing.join(participant);
  }

  @Override
  public void close() {
    checkpoints.close();
    writer.close();
    sync.close();
    writing.close();
    readers.close();
  }
}

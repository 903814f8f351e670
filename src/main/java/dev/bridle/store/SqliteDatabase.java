package dev.bridle.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** One file: a single writing connection, a few for reading beside it. */
final class SqliteDatabase extends Database {
  private final HikariDataSource readers;
  private final HikariDataSource writing;
  private final HotConnection hot;
  private final Writer writer;
  private final Checkpoints checkpoints;

  SqliteDatabase(DatabaseUrl url) {
    Path file = url.file().orElseThrow();
    readers = pool(url, 4, true);
    writing = pool(url, 1, false);
    Path log = Path.of(file + "-wal");
    hot = new HotConnection(() -> connect(url), Optional.of(log));
    writer = new Writer(hot);
    checkpoints = new Checkpoints(() -> connect(url), log, writer);
  }

  private static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), config(false).toProperties());
  }

  private static SQLiteConfig config(boolean readOnly) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    // Checkpoints have a thread of their own, so that no transaction pays for one.
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(64 << 20));
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-8000");
    if (readOnly) {
      config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
    }
    return config;
  }

  private static HikariDataSource pool(DatabaseUrl url, int size, boolean readOnly) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(url.jdbc());
    pool.setMaximumPoolSize(size);
    pool.setPoolName(readOnly ? "sqlite-readers" : "sqlite-writer");
    config(readOnly).toProperties().forEach((k, v) -> pool.addDataSourceProperty((String) k, v));
    pool.setConnectionInitSql(
        readOnly ? "pragma query_only = on" : "pragma wal_autocheckpoint = 0");
    return new HikariDataSource(pool);
  }

  @Override
  public <T> T read(Function<DSLContext, T> query) {
    return query.apply(DSL.using(readers, SQLDialect.SQLITE));
  }

  @Override
  public <T> T write(Function<DSLContext, T> act) {
    var result = new AtomicReference<@Nullable T>();
    writer.run(() ->
        result.set(
            DSL.using(writing, SQLDialect.SQLITE).transactionResult(t -> act.apply(t.dsl()))));
    return Objects.requireNonNull(result.get());
  }

  @Override
  public Written writeHot(List<HotRow> rows) {
    return writer.write(rows);
  }

  @Override
  public void close() {
    checkpoints.close();
    writer.close();
    hot.close();
    writing.close();
    readers.close();
  }
}

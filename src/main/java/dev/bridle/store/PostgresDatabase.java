package dev.bridle.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A PostgreSQL server: a pool for transactions, one connection for hot rows. */
final class PostgresDatabase extends Database {
  private static final int TRIES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long NOISE_MS = 20;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A lock of the session: gone when the connection is. The number says Bridle. */
  private static final String CLAIM = "pg_try_advisory_lock(4774185)";

  /** Each query is planned for what it asks: a plan for any values reads far too much. */
  private static final String SNAPSHOT =
      "set transaction isolation level repeatable read read only;"
          + " set local plan_cache_mode = force_custom_plan";

  private static final String TAKEN = "another Bridle server works with this database";
  private static final String NOW_MS =
      "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";

  private final HikariDataSource pool;
  private final HotConnection hot;
  private final Writer writer;
  private volatile boolean claimed;
  private volatile long aheadMs;

  PostgresDatabase(DatabaseUrl url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url.jdbc());
    url.user().ifPresent(config::setUsername);
    url.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(10_000);
    config.setPoolName("postgresql");
    pool = new HikariDataSource(config);
    hot = new HotConnection(() -> connect(url), "begin", SQLDialect.POSTGRES);
    writer = new Writer(hot, Sync.NONE);
  }

  /** Whoever has claimed the data claims it again with each new connection, or can't write. */
  private Connection connect(DatabaseUrl url) throws SQLException {
    Connection connection = DriverManager.getConnection(url.jdbc(), account(url));
    if (claimed) {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("select case when " + CLAIM + " then 1 else 0 end")) {
        if (!row.next() || row.getInt(1) != 1) {
          connection.close();
          throw new SQLException(TAKEN);
        }
      }
    }
    return connection;
  }

  @Override
  public void claim() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!tryClaim()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(TAKEN);
      }
      // The connection of a server that was just killed takes a moment to go.
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    claimed = true;
    compareTime();
  }

  private boolean tryClaim() {
    var taken = new AtomicBoolean();
    writeHot(
            sql -> {
              long[] row = sql.longs("select case when " + CLAIM + " then 1 else 0 end");
              taken.set(row != null && row[0] == 1);
            })
        .committed()
        .join();
    return taken.get();
  }

  @Override
  public InstantSource time(InstantSource local) {
    return () -> local.instant().plusMillis(aheadMs);
  }

  @Override
  public void compareTime() {
    long before = System.currentTimeMillis();
    long theirs =
        read(sql -> sql.select(DSL.field(NOW_MS, SQLDataType.BIGINT)).fetchSingle().value1());
    long after = System.currentTimeMillis();
    long ahead = theirs - (before + after) / 2;
    // Less than that is the time that the question took.
    aheadMs = Math.abs(ahead) <= NOISE_MS + after - before ? 0 : ahead;
  }

  private static Properties account(DatabaseUrl url) {
    var account = new Properties();
    url.user().ifPresent(u -> account.setProperty("user", u));
    url.password().ifPresent(p -> account.setProperty("password", p));
    return account;
  }

  @Override
  public <T> T read(Function<DSLContext, T> query) {
    return query.apply(DSL.using(pool, SQLDialect.POSTGRES));
  }

  @Override
  public <T> T snapshot(Function<DSLContext, T> queries) {
    return DSL.using(pool, SQLDialect.POSTGRES)
        .transactionResult(t -> {
          t.dsl().execute(SNAPSHOT);
          return queries.apply(t.dsl());
        });
  }

  @Override
  public <T> T write(Function<DSLContext, T> act) {
    for (int attempt = 1; ; attempt++) {
      try {
        return DSL.using(pool, SQLDialect.POSTGRES).transactionResult(t -> act.apply(t.dsl()));
      } catch (DataAccessException e) {
        // Two transactions met: one of them is undone by the server and simply runs again.
        boolean met = e.sqlStateClass() == SQLStateClass.C40_TRANSACTION_ROLLBACK;
        if (!met || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public Written writeHot(HotStep step) {
    return writer.write(step);
  }

  @Override
  public void joinHot(HotParticipant participant) {
    hot.join(participant);
  }

  @Override
  public void close() {
    writer.close();
    hot.close();
    pool.close();
  }
}

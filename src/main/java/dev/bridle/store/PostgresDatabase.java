package dev.bridle.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;

/** A PostgreSQL server: a pool for transactions, one connection for hot rows. */
final class PostgresDatabase extends Database {
  private static final int TRIES = 5;

  private final HikariDataSource pool;
  private final HotConnection hot;
  private final Writer writer;

  PostgresDatabase(DatabaseUrl url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url.jdbc());
    url.user().ifPresent(config::setUsername);
    url.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(10_000);
    config.setPoolName("postgresql");
    pool = new HikariDataSource(config);
    hot =
        new HotConnection(
            () -> DriverManager.getConnection(url.jdbc(), account(url)),
            "begin",
            Optional.empty(),
            SQLDialect.POSTGRES);
    writer = new Writer(hot);
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

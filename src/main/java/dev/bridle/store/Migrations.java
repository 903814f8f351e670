package dev.bridle.store;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the schema to this version's; one folder of scripts serves both engines. */
final class Migrations {
  private Migrations() {}

  static void run(DatabaseUrl url) {
    Flyway.configure()
        .dataSource(url.jdbc(), url.user().orElse(null), url.password().orElse(null))
        .locations("classpath:db/migration")
        .placeholders(Map.of("in_order_of_key", url.file().isPresent() ? "without rowid" : ""))
        .connectRetries(10)
        .connectRetriesInterval(1)
        .load()
        .migrate();
  }
}

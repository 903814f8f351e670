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
        .placeholders(placeholders(url.file().isPresent()))
        .connectRetries(10)
        .connectRetriesInterval(1)
        .load()
        .migrate();
  }

  /** What is another for each engine. */
  private static Map<String, String> placeholders(boolean sqlite) {
    return Map.of(
        "in_order_of_key", sqlite ? "without rowid" : "",
        "a_table_for_each_subject", sqlite ? "" : "partition by list (subject)",
        "postgresql_begin", sqlite ? "/*" : "",
        "postgresql_end", sqlite ? "*/" : "");
  }
}

package dev.bridle.bench.pages;

import dev.bridle.store.Database;
import java.util.List;
import org.jooq.DSLContext;

/**
 * What the organization's further rows refer to.
 *
 * @param pipelines those of the many builds, in the order of their names
 * @param large the pipeline of the large build
 */
record Ids(
    String organization,
    String person,
    String cluster,
    String queue,
    String agent,
    String allowance,
    List<String> pipelines,
    String large) {
  static Ids read(Database database) {
    return database.read(sql ->
        new Ids(
            one(sql, "select id from organization"),
            one(sql, "select id from person"),
            one(sql, "select id from cluster"),
            one(sql, "select default_queue_id from cluster"),
            one(sql, "select id from agent"),
            one(sql, "select id from allowance order by id limit 1"),
            sql.fetch("select id from pipeline where slug like 'pipeline-%' order by slug")
                .getValues(0, String.class),
            one(sql, "select id from pipeline where slug = 'large'")));
  }

  private static String one(DSLContext sql, String query) {
    return sql.fetchSingle(query).get(0, String.class);
  }
}

package dev.bridle.web.rule;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.web.CallSite;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fields propose that take the name of a pipeline, a queue or a model. */
@OnBothEngines
class KnownNamesTest {
  private static final String NEW = "/organizations/acme/allowances/new";
  private static final String SWITCHES = "/organizations/acme/kill-switches";
  private static final Pattern LIST =
      Pattern.compile("<datalist id=\"known-targets\">(.*?)</datalist>", Pattern.DOTALL);
  private static final Pattern OPTION =
      Pattern.compile("<option value=\"([^\"]*)\">([^<]*)</option>");

  private final CallSite site;

  KnownNamesTest(Engine engine) {
    site = new CallSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Such as "hello: Pipeline". */
  private List<String> proposed(String path) {
    String page = site.body(path);
    assertThat(page).contains("list=\"known-targets\"");
    var list = LIST.matcher(page);
    assertThat(list.find()).isTrue();
    return OPTION
        .matcher(list.group(1))
        .results()
        .map(one -> one.group(1) + ": " + one.group(2))
        .toList();
  }

  private void pipeline(DSLContext sql, String slug) {
    var row = sql.selectFrom(PIPELINE).where(PIPELINE.SLUG.eq("analysis")).fetchSingle();
    sql.insertInto(PIPELINE)
        .set(row.intoMap())
        .set(PIPELINE.ID, "id-of-" + slug)
        .set(PIPELINE.SLUG, slug)
        .execute();
  }

  private void queue(DSLContext sql, String cluster, String key) {
    var row = sql.selectFrom(CLUSTER_QUEUE).limit(1).fetchSingle();
    sql.insertInto(CLUSTER_QUEUE)
        .set(row.intoMap())
        .set(CLUSTER_QUEUE.ID, UUID.randomUUID().toString())
        .set(CLUSTER_QUEUE.CLUSTER_ID, cluster)
        .set(CLUSTER_QUEUE.QUEUE_KEY, key)
        .execute();
  }

  private void cluster(DSLContext sql, String id, String name) {
    var row = sql.selectFrom(CLUSTER).limit(1).fetchSingle();
    sql.insertInto(CLUSTER)
        .set(row.intoMap())
        .set(CLUSTER.ID, id)
        .set(CLUSTER.NAME, name)
        .execute();
  }

  @Test
  void whatThereIsIsProposed() {
    assertThat(proposed(NEW)).contains("analysis: Pipeline", "fork: Branch class");
    assertThat(proposed(SWITCHES))
        .contains("anthropic: Provider", "claude-sonnet-5-5: Model", "analysis: Pipeline");
    // Of two of one name neither is proposed: it would be refused.
    site.desk
        .database()
        .execute(sql -> {
          cluster(sql, "other", "Other \"<b>");
          queue(sql, site.desk.ci.clusterId, "twice");
          queue(sql, "other", "twice");
          queue(sql, "other", "once");
        });
    assertThat(proposed(NEW))
        .contains("once: Queue", "Other &#34;&lt;b>: Cluster")
        .doesNotContain("twice: Queue");
  }

  @Test
  void noMoreAreProposedThanABrowserCanShowAndTheOthersAreTaken() {
    site.desk
        .database()
        .execute(sql -> {
          for (int i = 0; i < 250; i++) {
            pipeline(sql, "p-" + (1_000 + i));
            queue(sql, site.desk.ci.clusterId, "q-" + (1_000 + i));
          }
        });
    assertThat(proposed(SWITCHES)).hasSize(200).contains("claude-sonnet-5-5: Model");
    assertThat(proposed(NEW))
        .hasSizeBetween(160, 200)
        .contains("analysis: Pipeline", "q-1000: Queue", "fork: Branch class")
        .doesNotContain("p-1249: Pipeline");
    site.desk.allow("pipeline", "requests", "day", "9", "target", "p-1249");
    var made =
        site.desk.postRest(
            "kill-switches", "{\"level\":\"pipeline\",\"target\":\"p-1249\",\"reason\":\"stop\"}");
    assertThat(made.statusCode()).isEqualTo(201);
  }

  @Test
  void anotherOrganizationsNamesAreNotProposed() {
    try (var other = site.desk.another("globex")) {
      site.desk
          .database()
          .execute(sql ->
              sql.update(PIPELINE)
                  .set(PIPELINE.SLUG, "their-secret")
                  .where(PIPELINE.ORGANIZATION_ID.eq(other.ci.organizationId))
                  .execute());
      assertThat(site.body(NEW) + site.body(SWITCHES)).doesNotContain("their-secret");
    }
  }
}

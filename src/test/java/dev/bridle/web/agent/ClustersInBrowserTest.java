package dev.bridle.web.agent;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where one chooses between several clusters. */
@Needs(Program.CHROMIUM)
class ClustersInBrowserTest {
  private static final String LONG = "<b>Large</b> machines in the cellar " + "M".repeat(120);

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private int add(DSLContext sql, String name) {
    long now = Instant.now().toEpochMilli();
    String id = Uuid7.at(Instant.now());
    String queueId = Uuid7.at(Instant.now());
    sql.insertInto(CLUSTER)
        .set(CLUSTER.ID, id)
        .set(CLUSTER.ORGANIZATION_ID, desk.ci.organizationId)
        .set(CLUSTER.NAME, name)
        .set(CLUSTER.DEFAULT_QUEUE_ID, queueId)
        .set(CLUSTER.CREATED_MS, now)
        .execute();
    return sql.insertInto(CLUSTER_QUEUE)
        .set(CLUSTER_QUEUE.ID, queueId)
        .set(CLUSTER_QUEUE.CLUSTER_ID, id)
        .set(CLUSTER_QUEUE.QUEUE_KEY, "default")
        .set(CLUSTER_QUEUE.CREATED_MS, now)
        .execute();
  }

  @Test
  void oneOfSeveralClustersIsChosen() {
    desk.addPeople();
    for (String name : List.of("Deployments", LONG)) {
      desk.database().write(sql -> add(sql, name));
    }
    try (var tab = Tab.of(desk.url(), RunningBridle.ANA)) {
      tab.follow("Agents").look("clusters");
      assertThat(tab.heading()).isEqualTo("Clusters");
      assertThat(tab.find("tbody tr").allInnerTexts())
          .hasSize(3)
          .anySatisfy(row -> assertThat(row).containsPattern("Default cluster\\s+1\\s+1"))
          .anySatisfy(row -> assertThat(row).contains(LONG));
      tab.follow("Deployments");
      assertThat(tab.heading()).isEqualTo("Deployments");
      assertThat(tab.find("main").innerText()).contains("No agent is connected");
      tab.go("/organizations/acme/clusters").follow(LONG);
      tab.look("cluster-with-a-long-name");
    }
  }
}

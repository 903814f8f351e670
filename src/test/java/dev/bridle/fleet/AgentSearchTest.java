package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Principal;
import dev.bridle.build.JobLife;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents found by what is typed: alike on both engines. */
@OnBothEngines
class AgentSearchTest {
  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Agents agents;
  private final Fleet fleet;
  private final CiRecord record;

  AgentSearchTest(Engine engine) {
    database = engine.open();
    agents = new Agents(database, new JobLife(database, new JobTokens(database), clock), clock);
    fleet = new Fleet(database);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
    database.execute(sql ->
        sql.insertInto(CLUSTER_QUEUE)
            .set(CLUSTER_QUEUE.ID, "gpu-queue")
            .set(CLUSTER_QUEUE.CLUSTER_ID, record.clusterId)
            .set(CLUSTER_QUEUE.QUEUE_KEY, "gpu")
            .set(CLUSTER_QUEUE.CREATED_MS, 1L)
            .execute());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void register(String name, String hostname, String... tags) {
    clock.pass(Duration.ofSeconds(1));
    var by = new Principal.AgentToken("t", record.organizationId, record.clusterId);
    var said = new Registration(name, hostname, "", "", "", "", "", null, List.of(tags), false);
    agents.connect(((Registered.Agent) agents.register(by, said)).id());
  }

  private List<String> found(Fleet.Wanted wanted) {
    var names = fleet.connected(wanted, 0, 100).stream().map(one -> one.agent().name()).toList();
    assertThat(fleet.countConnected(wanted)).isEqualTo(names.size());
    return names;
  }

  private List<String> found(String text) {
    return found(new Fleet.Wanted(record.clusterId, Optional.empty(), text));
  }

  private List<String> named(@Nullable String name) {
    var filter = new Fleet.Filter(record.organizationId, name, null, null, null);
    var names = fleet.list(filter, 0, 100).stream().map(one -> one.agent().name()).toList();
    assertThat(fleet.count(filter)).isEqualTo(names.size());
    return names;
  }

  @Test
  void lettersOfAnyAlphabetAreFoundInWhateverCase() {
    register("größe-1", "ΟΔΟΣ", "ort=Zürich");
    register("БОТ", "keller", "os=linux");
    // As some systems write it: an o, and the two dots by themselves.
    register("mo\u0308we", "h");
    for (String text : List.of("GRÖSSE", "Größe", "οδοσ", "οδος", "ZÜRICH", "t=zü")) {
      assertThat(found(text)).as(text).containsExactly("größe-1");
    }
    assertThat(found("бот")).containsExactly("БОТ");
    assertThat(found("MÖWE")).containsExactly("mo\u0308we");
    assertThat(named("GRÖSSE")).containsExactly("größe-1");
    assertThat(named("бот")).containsExactly("БОТ");
    assertThat(named("zürich")).as("only names").isEmpty();
  }

  @Test
  void tagsAreSearchedAndNotHowTheyAreKept() {
    register("one", "h", "os=linux", "arch=amd64");
    register("two", "h", "note=a,b", "path=c:\\x", "say=\"hi\"");
    for (String text : List.of(",", "a,b", "\\", "c:\\X", "\"hi\"", "SAY=\"")) {
      assertThat(found(text)).as(text).containsExactly("two");
    }
    for (String text : List.of("[", "]", "\",\"", "linux,arch", "%", "_", "os=l%", "o_e")) {
      assertThat(found(text)).as(text).isEmpty();
    }
    assertThat(named("%")).isEmpty();
    assertThat(named("o_e")).isEmpty();
  }

  @Test
  void agentsOfAQueueAreFoundWithAndWithoutAText() {
    register("one", "h");
    register("two", "h", "queue=gpu");
    register("three", "h", "queue=gpu");
    var queue = Optional.of("gpu-queue");
    assertThat(found(new Fleet.Wanted(record.clusterId, queue, "")))
        .containsExactly("three", "two");
    assertThat(found(new Fleet.Wanted(record.clusterId, queue, "TW"))).containsExactly("two");
    assertThat(found(new Fleet.Wanted(record.clusterId, queue, "one"))).isEmpty();
    assertThat(found(new Fleet.Wanted("another", queue, ""))).isEmpty();
    var filter = new Fleet.Filter(record.organizationId, null, null, null, "gpu-queue");
    assertThat(fleet.count(filter)).isEqualTo(2);
    assertThat(fleet.list(filter, 0, 9))
        .extracting(one -> one.agent().name())
        .containsExactly("three", "two");
  }

  @Test
  void whatIsFoundIsShownByPages() {
    IntStream.range(0, 25).forEach(i -> register("ärger-%02d".formatted(i), "h"));
    register("other", "h");
    var wanted = new Fleet.Wanted(record.clusterId, Optional.empty(), "ÄRGER");
    assertThat(fleet.countConnected(wanted)).isEqualTo(25);
    assertThat(fleet.connected(wanted, 20, 10))
        .extracting(one -> one.agent().name())
        .containsExactly("ärger-20", "ärger-21", "ärger-22", "ärger-23", "ärger-24");
    assertThat(fleet.connected(wanted, 30, 10)).isEmpty();
    var filter = new Fleet.Filter(record.organizationId, "Ärger", null, null, null);
    assertThat(fleet.list(filter, 23, 10))
        .extracting(one -> one.agent().name())
        .containsExactly("ärger-01", "ärger-00");
  }
}

package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class OverviewsTest {
  private final BuildDesk desk;
  private final BuildLines lines;

  OverviewsTest(Engine engine) {
    desk = new BuildDesk(engine);
    lines = new BuildLines(desk.database);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Builds.Filter all() {
    return new Builds.Filter(
        desk.record.organizationId, null, List.of(), List.of(), List.of(), List.of());
  }

  private Build build(Pipeline pipeline, String branch, String message) {
    var wanted = NewBuild.plain(message, desk.record.personId);
    return desk.creation.create(
        pipeline,
        new NewBuild(
            null,
            branch,
            wanted.message(),
            wanted.env(),
            wanted.metaData(),
            null,
            null,
            "api",
            wanted.creatorId(),
            null));
  }

  @Test
  void aBuildIsSeenWithItsGroupsJobsAndAgents() {
    var build =
        desk.build(
            """
              - group: Tests
                key: tests
                steps:
                  - {label: a, command: a, retry: {automatic: {limit: 1}}}
              - wait
              - {label: b, command: b}
            """);
    String first = desk.run(1);
    var overview =
        new BuildOverviews(desk.database).find(build.pipelineId(), build.number()).orElseThrow();

    assertThat(overview.build().revision()).isEqualTo(desk.builds.get(build.id()).revision());
    assertThat(overview.jobs())
        .extracting(BuildChange.OfJob::label, BuildChange.OfJob::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "failed"),
            org.assertj.core.groups.Tuple.tuple("a", "scheduled"),
            org.assertj.core.groups.Tuple.tuple(null, "waiting"),
            org.assertj.core.groups.Tuple.tuple("b", "waiting"));
    var ran = overview.jobs().getFirst();
    assertThat(ran.id()).isEqualTo(first);
    assertThat(ran.retriedIn()).isEqualTo(overview.jobs().get(1).id());
    assertThat(overview.groups().get(ran.groupId()))
        .isEqualTo(new Group(String.valueOf(ran.groupId()), "tests", "Tests"));
    assertThat(overview.agents()).containsKey(ran.agentId());
    assertThat(new BuildOverviews(desk.database).find(build.pipelineId(), 99)).isEmpty();
  }

  @Test
  void buildsAreListedPieceByPieceInBothDirections() {
    var pipeline = desk.pipeline("  - command: a\n");
    var made = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      made.add(build(pipeline, "main", "m" + i).id());
    }
    // The clock stands still, so what is newest is for the ids to say.
    var newestFirst = made.stream().sorted().toList().reversed();

    var first = lines.list(all(), null, null, 3);
    var second = lines.list(all(), first.getLast().id(), null, 3);
    var back = lines.list(all(), null, second.getFirst().id(), 2);

    assertThat(first).extracting(BuildLine::id).isEqualTo(newestFirst.subList(0, 3));
    assertThat(second).extracting(BuildLine::id).isEqualTo(newestFirst.subList(3, 6));
    assertThat(back).extracting(BuildLine::id).isEqualTo(newestFirst.subList(1, 3));
  }

  @Test
  void buildsAreFiltered() {
    var one = desk.pipeline("  - command: a\n");
    var other = desk.pipeline("  - command: a\n");
    build(one, "main", "a");
    var fix = build(one, "fix", "x".repeat(1000));
    build(other, "fix", "c");
    var filter =
        new Builds.Filter(
            desk.record.organizationId,
            one.id(),
            List.of(BuildState.SCHEDULED),
            List.of("fix", "none"),
            List.of(),
            List.of(desk.record.personId));

    var found = lines.list(filter, null, null, 10);

    assertThat(found).extracting(BuildLine::id).containsExactly(fix.id());
    assertThat(found.getFirst().creatorName()).isEqualTo("Ana");
    assertThat(found.getFirst().message()).hasSize(300);
    var nobodys =
        new Builds.Filter(
            desk.record.organizationId, null, List.of(), List.of(), List.of(), List.of("nobody"));
    assertThat(lines.list(nobodys, null, null, 10)).isEmpty();
  }

  @Test
  void pipelinesAreSeenWithTheirLastBuilds() {
    var busy = desk.pipeline("  - command: a\n");
    var idle = desk.pipeline("  - command: a\n");
    IntStream.range(0, 12).forEach(i -> build(busy, "main", "m" + i));
    desk.run(1);
    var overviews = new PipelineOverviews(desk.database);

    var listed = overviews.list(desk.record.organizationId, false, "demo", null, 10);

    assertThat(listed).extracting(PipelineOverview::id).containsExactly(busy.id(), idle.id());
    assertThat(listed.getFirst().last())
        .extracting(BuildLine::number)
        .containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L);
    assertThat(new Workloads(desk.database).of(busy.id()).scheduledBuilds()).isEqualTo(11);
    assertThat(listed.getLast().last()).isEmpty();
    assertThat(overviews.list(desk.record.organizationId, false, "demo", busy.slug(), 10))
        .extracting(PipelineOverview::id)
        .containsExactly(idle.id());
    assertThat(overviews.list(desk.record.organizationId, false, "100%_no", null, 10)).isEmpty();
  }

  @Test
  void aPipelineIsChangedOnlyWhereItIsAsked() {
    var pipeline = desk.pipeline("  - command: a\n");
    var by = Actor.operator("127.0.0.1", null);
    var pipelines =
        new Pipelines(desk.database, new AuditLog(desk.database, desk.clock), desk.clock);

    var changed =
        pipelines.change(
            pipeline,
            new PipelineChange(
                java.util.Optional.of(" New "),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.of("steps: [{command: b}]")),
            by);

    assertThat(changed)
        .extracting(Pipeline::name, Pipeline::slug, Pipeline::configuration, Pipeline::repository)
        .containsExactly("New", pipeline.slug(), "steps: [{command: b}]", "");
    pipelines.change(changed, PipelineChange.ofSteps(changed.configuration()), by);
    // All of one moment, so in no order.
    var events =
        new AuditLog(desk.database, desk.clock)
            .list(pipeline.organizationId(), null, 9).stream()
                .collect(Collectors.toMap(AuditLog.Entry::type, event -> event));
    assertThat(events)
        .as("what changes nothing is no event")
        .containsOnlyKeys("PIPELINE_UPDATED", "PIPELINE_CREATED");
    assertThat(Objects.requireNonNull(events.get("PIPELINE_UPDATED")).changes())
        .extracting(AuditLog.Change::field)
        .containsExactlyInAnyOrder("name", "configuration");
  }
}

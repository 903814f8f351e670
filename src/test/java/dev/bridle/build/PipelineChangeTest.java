package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of one pipeline that were thought out before another one came. */
@OnBothEngines
class PipelineChangeTest {
  private static final Actor BY = Actor.operator("127.0.0.1", null);
  private static final String USES_BRANCH =
      "steps:\n  - {command: a, key: trunk}\n  - {command: b, key: $BUILDKITE_BRANCH}\n";

  private final BuildDesk desk;
  private final Pipelines pipelines;

  PipelineChangeTest(Engine engine) {
    desk = new BuildDesk(engine);
    pipelines = new Pipelines(desk.database, new AuditLog(desk.database, desk.clock), desk.clock);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static PipelineChange ofBranch(String branch) {
    return new PipelineChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(branch),
        Optional.empty());
  }

  private Pipeline now(Pipeline pipeline) {
    return pipelines.find(pipeline.organizationId(), pipeline.slug()).orElseThrow();
  }

  @Test
  void twoThatAreSoundAloneAndNotTogetherAreNotBothMade() {
    var before = desk.pipeline("  - command: a\n");
    pipelines.change(before, ofBranch("trunk"), BY);
    var steps = PipelineChange.ofSteps(USES_BRANCH);
    assertThatThrownBy(() -> pipelines.changeSeen(before, steps, steps.seen(before), BY))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("trunk");
    assertThatThrownBy(() -> pipelines.change(before, steps, BY))
        .isInstanceOf(InvalidPipeline.class);
    assertThat(now(before).configuration()).isEqualTo(before.configuration());
    assertThat(now(before).defaultBranch()).isEqualTo("trunk");
  }

  @Test
  void twoThatAreSoundTogetherAreBothMade() {
    var before = desk.pipeline("  - command: a\n");
    pipelines.change(before, ofBranch("other"), BY);
    var steps = PipelineChange.ofSteps(USES_BRANCH);
    assertThat(pipelines.changeSeen(before, steps, steps.seen(before), BY)).isTrue();
    assertThat(now(before))
        .extracting(Pipeline::configuration, Pipeline::defaultBranch)
        .containsExactly(USES_BRANCH, "other");
  }
}

package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.build.StepGraph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepGraphTest {
  private static Node command(String id, JobState state) {
    return new Node(id, JobType.SCRIPT, state, null, false, null, null, null);
  }

  private static Node ended(String id, long exitStatus) {
    return new Node(id, JobType.SCRIPT, JobState.FINISHED, exitStatus, false, null, null, null);
  }

  private static Node uploaded(String id, String by) {
    return new Node(id, JobType.SCRIPT, JobState.PENDING, null, false, by, null, null);
  }

  private static Node waiting(String id, boolean continueOnFailure) {
    return new Node(
        id, JobType.WAITER, JobState.WAITING, null, continueOnFailure, null, null, null);
  }

  private static StepGraph graph(Node... nodes) {
    return new StepGraph(List.of(nodes));
  }

  @Test
  void whatStandsAboveAllWaitsRunsAtOnce() {
    var graph =
        graph(
            command("a", JobState.PENDING),
            command("b", JobState.PENDING),
            waiting("w", false),
            command("c", JobState.PENDING));

    assertThat(graph.moves())
        .containsEntry("a", JobState.SCHEDULED)
        .containsEntry("b", JobState.SCHEDULED)
        .containsEntry("c", JobState.WAITING)
        .doesNotContainKey("w");
  }

  @Test
  void aWaitLetsGoWhenAllAboveHavePassed() {
    var graph = graph(ended("a", 0), waiting("w", false), command("c", JobState.WAITING));

    assertThat(graph.moves())
        .containsEntry("w", JobState.FINISHED)
        .containsEntry("c", JobState.SCHEDULED);
    assertThat(graph.next(BuildState.RUNNING)).isEmpty();
  }

  @Test
  void aFailureStopsAllBelowThePlainWait() {
    var graph =
        graph(
            ended("a", 1),
            waiting("w", false),
            command("b", JobState.WAITING),
            waiting("v", true),
            command("c", JobState.WAITING));

    assertThat(graph.moves().values()).containsOnly(JobState.WAITING_FAILED).hasSize(4);
    assertThat(graph.next(BuildState.FAILING)).hasValue(BuildState.FAILED);
  }

  @Test
  void aWaitMayContinueOnFailure() {
    var graph = graph(ended("a", 1), waiting("w", true), command("b", JobState.WAITING));

    assertThat(graph.moves()).containsEntry("b", JobState.SCHEDULED);
    assertThat(graph.next(BuildState.RUNNING)).hasValue(BuildState.FAILING);
  }

  @Test
  void aCanceledJobStopsEvenThat() {
    var graph =
        graph(command("a", JobState.CANCELED), waiting("w", true), command("b", JobState.WAITING));

    assertThat(graph.moves().values()).containsOnly(JobState.WAITING_FAILED);
  }

  @Test
  void uploadedStepsWaitForTheJobThatUploadedThem() {
    assertThat(graph(command("u", JobState.RUNNING), uploaded("a", "u")).moves())
        .containsEntry("a", JobState.WAITING);
    assertThat(graph(ended("u", 0), uploaded("a", "u")).moves())
        .containsEntry("a", JobState.SCHEDULED);
    assertThat(graph(ended("u", 2), uploaded("a", "u")).moves())
        .containsEntry("a", JobState.WAITING_FAILED);
  }

  @Test
  void aWaitThatWasTakenOutHoldsNothingBack() {
    var broken = new Node("w", JobType.WAITER, JobState.BROKEN, null, false, null, null, null);

    assertThat(
            graph(command("a", JobState.RUNNING), broken, command("b", JobState.PENDING)).moves())
        .containsEntry("b", JobState.SCHEDULED);
  }

  @Test
  void aCancelingBuildIsCanceledWithItsLastJob() {
    assertThat(graph(command("a", JobState.CANCELING)).next(BuildState.CANCELING)).isEmpty();
    assertThat(graph(command("a", JobState.CANCELED)).next(BuildState.CANCELING))
        .hasValue(BuildState.CANCELED);
  }

  @Test
  void aBuildPassesWithItsLastJob() {
    assertThat(graph(ended("a", 0)).next(BuildState.RUNNING)).hasValue(BuildState.PASSED);
  }
}

package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static JobRow row(String id, String state, boolean isRetried) {
    return new JobRow(
        id, "/" + id, false, state, id, null, 0, isRetried, null, null, Instant.EPOCH);
  }

  private static final List<JobRow> ROWS =
      List.of(
          row("a", "failed", true),
          row("b", "failed", false),
          row("c", "passed", false),
          row("d", "failed", false),
          row("e", "broken", false));

  private static String after(String id) {
    return new Failures(ROWS).after(id).map(JobRow::id).orElse("none");
  }

  @Test
  void theFirstIsOneThatStillCounts() {
    assertThat(new Failures(ROWS).first().map(JobRow::id)).contains("b");
    assertThat(new Failures(List.of()).first()).isEmpty();
  }

  @Test
  void oneLeadsToTheNextAndTheLastToTheFirst() {
    assertThat(after("a")).isEqualTo("b");
    assertThat(after("b")).isEqualTo("d");
    assertThat(after("d")).isEqualTo("b");
    assertThat(after("e")).isEqualTo("b");
    assertThat(after("unknown")).isEqualTo("b");
  }

  @Test
  void theOnlyOneHasNoNext() {
    assertThat(new Failures(List.of(row("a", "failed", false))).after("a")).isEmpty();
  }

  @Test
  void whatWasLeftOutDidNotFail() {
    assertThat(ROWS.stream().filter(JobRow::hasFailed)).extracting(JobRow::id).doesNotContain("e");
  }

  @Test
  void byStateFailuresComeFirstAndTheRestStaysInItsOrder() {
    assertThat(Order.STATE.of(ROWS))
        .extracting(JobRow::id)
        .containsExactly("a", "b", "d", "e", "c");
    assertThat(Order.STEPS.of(ROWS)).isSameAs(ROWS);
  }
}

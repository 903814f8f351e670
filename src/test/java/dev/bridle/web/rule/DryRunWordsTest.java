package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a dry run says what none of its rows stands for. */
class DryRunWordsTest {
  private static List<DryRun.Sample> rows(int count) {
    return Collections.nCopies(count, new DryRun.Sample("b", "/", Instant.EPOCH, "m", "why", 2));
  }

  private static String more(long refused, int rows, long all) {
    return DryRun.more(refused, rows(rows), all, "target", "targets");
  }

  @Test
  void oneIsToldAsOne() {
    assertThat(more(41, 20, 21)).isEqualTo("And 1 call more, of 1 other target.");
    assertThat(more(43, 20, 21)).isEqualTo("And 3 calls more, of 1 other target.");
    assertThat(more(1_242, 20, 1_220)).isEqualTo("And 1,202 calls more, of 1,200 other targets.");
    assertThat(more(40, 20, 20)).isEmpty();
    assertThat(more(0, 0, 0)).isEmpty();
  }
}

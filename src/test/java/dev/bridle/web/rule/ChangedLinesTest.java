package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangedLinesTest {
  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "line " + i)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void shortTextsStayWhole() {
    assertThat(ChangedLines.of("a", "b")).isEqualTo(new ChangedLines("a", "b"));
    assertThat(ChangedLines.of("", "a\nb")).isEqualTo(new ChangedLines("", "a\nb"));
  }

  @Test
  void ofLongOnesTheLinesAroundTheChangeAreShown() {
    String before = lines(1, 20);
    assertThat(ChangedLines.of(before, before.replace("line 10\n", "another\n")))
        .isEqualTo(
            new ChangedLines(
                "… 8 lines …\nline 9\nline 10\nline 11\n… 9 lines …",
                "… 8 lines …\nline 9\nanother\nline 11\n… 9 lines …"));
  }

  @Test
  void whatWasAddedAtAnEndIsShown() {
    assertThat(ChangedLines.of(lines(1, 10), lines(1, 11)))
        .isEqualTo(new ChangedLines("… 9 lines …\nline 10", "… 9 lines …\nline 10\nline 11"));
    assertThat(ChangedLines.of(lines(2, 10), lines(1, 10)))
        .isEqualTo(new ChangedLines("line 2\n… 8 lines …", "line 1\nline 2\n… 8 lines …"));
  }

  @Test
  void aChangeThatRepeatsItsNeighboursIsNotCutTwice() {
    var change = ChangedLines.of("a\n".repeat(10), "a\n".repeat(12));
    assertThat(change.before().lines().count()).isLessThan(change.after().lines().count());
  }

  @Test
  void neverIsMoreShownThanCanBeRead() {
    var change = ChangedLines.of(lines(1, 100_000), lines(2, 100_001).replace("line", "row"));
    assertThat(change.before().lines().count()).isEqualTo(201);
    assertThat(change.after()).endsWith("… 99800 lines …");
    assertThat(ChangedLines.of("", "x".repeat(1_000_000)).after()).hasSizeLessThan(2002);
  }
}

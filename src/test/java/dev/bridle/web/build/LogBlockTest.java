package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.logs.LogGroup;
import dev.bridle.logs.LogLine;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogBlockTest {
  private static final List<LogGroup> GROUPS =
      List.of(group(3, 5, false), group(6, 6, true), group(7, 20, false));

  private static LogGroup group(long line, long last, boolean expanded) {
    return new LogGroup(line, last, LogGroup.Kind.COLLAPSED, "t" + line, expanded, null, null);
  }

  private static List<LogLine> lines(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(number -> new LogLine(number, null, null, List.of(), false))
        .toList();
  }

  private static List<Long> numbers(LogBlock block) {
    return block.lines().stream().map(LogLine::number).toList();
  }

  @Test
  void linesStandInTheirGroupsWithoutTheHeaders() {
    var blocks = LogBlock.of(lines(1, 8), GROUPS);
    assertThat(blocks).extracting(LogBlock::id).containsExactly(0L, 3L, 6L, 7L);
    assertThat(blocks)
        .extracting(LogBlockTest::numbers)
        .containsExactly(List.of(1L, 2L), List.of(4L, 5L), List.of(), List.of(8L));
    assertThat(blocks).noneMatch(LogBlock::isContinued);
  }

  @Test
  void aPieceFromTheMiddleOfAGroupContinuesItAndIsOpen() {
    var block = LogBlock.of(lines(10, 12), GROUPS).getFirst();
    assertThat(block.id()).isEqualTo(7);
    assertThat(block.isContinued()).isTrue();
    assertThat(block.isOpen(0)).isTrue();
    assertThat(numbers(block)).containsExactly(10L, 11L, 12L);
  }

  @Test
  void theGroupOfTheMarkedLineIsOpen() {
    var block = LogBlock.of(lines(1, 8), GROUPS).get(1);
    assertThat(block.isOpen(0)).isFalse();
    assertThat(block.isOpen(4)).isTrue();
    assertThat(block.isOpen(6)).isFalse();
  }

  @Test
  void linesWithoutAnyGroupAreOneBlock() {
    assertThat(LogBlock.of(lines(1, 3), List.of())).hasSize(1);
    assertThat(LogBlock.of(List.of(), GROUPS)).isEmpty();
  }
}

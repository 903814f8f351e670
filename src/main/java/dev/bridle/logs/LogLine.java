package dev.bridle.logs;

import dev.bridle.logs.LogGroup.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log as a terminal would show it.
 *
 * @param number counted from 1
 * @param at when the agent wrote it, if it said so
 * @param header what kind of group begins with it, if one does
 * @param cut whether there is more of it than is shown
 */
public record LogLine(
    long number, @Nullable Instant at, @Nullable Kind header, List<Span> spans, boolean cut) {
  public LogLine {
    spans = List.copyOf(spans);
  }

  /** What can be read of it. */
  public String text() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }
}

package dev.bridle.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of one log are: a place to begin reading for every so many bytes, and the headers
 * of its groups. It grows with the log, and stays small however long that is.
 */
final class LineIndex {
  private static final int STRIDE = 64 << 10;
  private static final int MOST_GROUPS = 2000;

  private record Header(long line, LogGroup.Kind kind, String title, long timeMs) {}

  private final List<Checkpoint> checkpoints = new ArrayList<>(List.of(Checkpoint.BEGINNING));
  private final List<Header> headers = new ArrayList<>();
  private final Set<Integer> opened = new HashSet<>();
  private final LineSplitter lines = new LineSplitter(Checkpoint.BEGINNING, this::took);
  private boolean allGroups = true;
  private long position;
  private boolean gap;
  private int chunksWithGap;

  /** Reads what has come since it was read last. */
  void catchUp(Chunks chunks, LogLines.Log log, long longest) {
    var pieces = new LogPieces(chunks, log, longest, position);
    pieces.feed(lines);
    position = pieces.position();
    if (pieces.gap()) {
      gap = true;
      chunksWithGap = chunks.count(log.jobId());
    }
  }

  /** Whether pieces have come late that were taken for missing: then all is read anew. */
  boolean isStale(Chunks chunks, String jobId) {
    return gap && chunks.count(jobId) != chunksWithGap;
  }

  private boolean took(LineSplitter.RawLine line) {
    var begin = line.begin();
    if (begin.position() >= 0 && begin.position() - checkpoints.getLast().position() >= STRIDE) {
      checkpoints.add(begin);
    }
    note(line.number(), line.head());
    return true;
  }

  private void note(long number, LineHead head) {
    if (head.opens() && !headers.isEmpty()) {
      opened.add(headers.size() - 1);
    }
    if (head.kind() == null) {
      return;
    }
    if (headers.size() == MOST_GROUPS) {
      allGroups = false;
    } else {
      headers.add(new Header(number, head.kind(), head.title(), head.timeMs()));
    }
  }

  /** The last place before a line from which it can be found. */
  Checkpoint before(long line) {
    return last(at -> at.line() <= line);
  }

  /**
   * The last place from which a line can be found, and those before it down to the first: or so
   * many bytes of them.
   */
  Checkpoint before(long first, long last, int bytes) {
    long begin = before(last).position() - bytes;
    return last(at -> at.line() <= first || at.position() <= begin);
  }

  /** The last of the places that are meant; all before it are, and none behind it is. */
  private Checkpoint last(Predicate<Checkpoint> meant) {
    int low = 0;
    int high = checkpoints.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (meant.test(checkpoints.get(middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return checkpoints.get(low);
  }

  /** How many lines there are; one that has not ended counts. */
  long total() {
    return lines.next().line() - (lines.hasUnfinished() ? 0 : 1);
  }

  boolean open() {
    return lines.hasUnfinished();
  }

  /** How many bytes were read. */
  long position() {
    return position;
  }

  boolean allGroups() {
    return allGroups;
  }

  /** How much it keeps; for those who measure. */
  int checkpoints() {
    return checkpoints.size();
  }

  List<LogGroup> groups(@Nullable Instant endedAt) {
    boolean anyExpanded =
        !opened.isEmpty() || headers.stream().anyMatch(h -> h.kind == LogGroup.Kind.EXPANDED);
    int lastCollapsed = lastCollapsed();
    var groups = new ArrayList<LogGroup>(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      boolean last = i == headers.size() - 1;
      Header header = headers.get(i);
      boolean expanded =
          header.kind == LogGroup.Kind.EXPANDED
              || opened.contains(i)
              || !anyExpanded && i == lastCollapsed;
      groups.add(
          new LogGroup(
              header.line,
              last ? total() : headers.get(i + 1).line - 1,
              header.kind,
              header.title,
              expanded,
              instant(header.timeMs),
              duration(header.timeMs, last ? end(endedAt) : headers.get(i + 1).timeMs)));
    }
    return groups;
  }

  private int lastCollapsed() {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).kind == LogGroup.Kind.COLLAPSED) {
        return i;
      }
    }
    return -1;
  }

  private long end(@Nullable Instant endedAt) {
    return endedAt == null ? lines.next().timeMs() : endedAt.toEpochMilli();
  }

  private static @Nullable Instant instant(long timeMs) {
    return timeMs < 0 ? null : Instant.ofEpochMilli(timeMs);
  }

  private static @Nullable Duration duration(long fromMs, long toMs) {
    return fromMs < 0 || toMs < fromMs ? null : Duration.ofMillis(toMs - fromMs);
  }
}

package dev.bridle.logs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs by their lines. Of a huge log only what is asked for is read, once its lines have been
 * counted; that is remembered for the logs that are read most.
 */
public final class LogLines {
  /** The most lines that are given out at once. */
  public static final int MOST_LINES = 2000;

  private static final int MOST_BYTES = 1 << 20;
  private static final int KEPT = 100;
  private static final Duration KEPT_FOR = Duration.ofMinutes(30);

  /**
   * The log of a job.
   *
   * @param over whether nothing more is expected; then gaps are passed over
   */
  public record Log(String jobId, boolean over, @Nullable Instant endedAt) {}

  /** The index of one log; one at a time looks at it. */
  private static final class Known {
    private final ReentrantLock lock = new ReentrantLock();
    private LineIndex index = new LineIndex();
  }

  private final Chunks chunks;
  private final long longest;
  private final Cache<String, Known> known =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(KEPT_FOR).build();

  /**
   * @param longest how many bytes of one job's log are kept
   */
  public LogLines(Database database, Blobs blobs, long longest) {
    this.chunks = new Chunks(database, blobs);
    this.longest = longest;
  }

  private <T> T indexed(Log log, Function<LineIndex, T> look) {
    var one = known.get(log.jobId(), _ -> new Known());
    one.lock.lock();
    try {
      if (one.index.isStale(chunks, log.jobId())) {
        one.index = new LineIndex();
      }
      one.index.catchUp(chunks, log, longest);
      return look.apply(one.index);
    } finally {
      one.lock.unlock();
    }
  }

  private record Place(Checkpoint from, long total, long size, boolean open) {}

  private static Place place(LineIndex index, Checkpoint from) {
    return new Place(from, index.total(), index.position(), index.open());
  }

  private Place place(Log log, long line) {
    return indexed(log, index -> place(index, index.before(line)));
  }

  /** Lines from a number on: as many as asked for, fewer where they are very long. */
  public LogPassage passage(Log log, long from, int count) {
    return passage(log, from, count, MOST_BYTES);
  }

  /** The same, of about so many bytes at most, but for a line that has more by itself. */
  public LogPassage passage(Log log, long from, int count, int bytes) {
    var place = place(log, from);
    var passage = new Passage(from, Math.min(count, MOST_LINES), bytes);
    read(log, place.from(), passage);
    return new LogPassage(passage.lines, place.total(), place.size(), place.open());
  }

  /** The last lines. */
  public LogPassage last(Log log, int count) {
    return last(log, count, MOST_BYTES);
  }

  public LogPassage last(Log log, int count, int bytes) {
    return ending(log, LineIndex::total, count, bytes);
  }

  /** Lines that end with a number: as many as asked for, fewer where they are very long. */
  public LogPassage upTo(Log log, long last, int count) {
    return upTo(log, last, count, MOST_BYTES);
  }

  public LogPassage upTo(Log log, long last, int count, int bytes) {
    return ending(log, _ -> last, count, bytes);
  }

  private record End(Place place, Ending lines) {}

  private LogPassage ending(Log log, ToLongFunction<LineIndex> ends, int count, int bytes) {
    int most = Math.min(count, MOST_LINES);
    var end =
        indexed(
            log,
            index -> {
              long last = ends.applyAsLong(index);
              long first = Math.max(1, last - most + 1);
              var from = index.before(first, last, bytes);
              return new End(place(index, from), new Ending(first, last, bytes));
            });
    var place = end.place();
    read(log, place.from(), end.lines());
    var lines = List.copyOf(end.lines().lines);
    return new LogPassage(lines, place.total(), place.size(), place.open());
  }

  public LogOutline outline(Log log) {
    return indexed(
        log,
        index ->
            new LogOutline(
                index.groups(log.endedAt()), index.allGroups(), index.total(), index.position()));
  }

  /** Lines that hold a text, in whatever case, from a line on: a bounded part of the log. */
  public LogFinds search(Log log, String text, long from, int most) {
    var place = place(log, from);
    var search = new LogSearch(text, from, most);
    read(log, place.from(), search);
    return new LogFinds(search.finds(), search.next(), place.total());
  }

  private void read(Log log, Checkpoint from, LineSplitter.Taker taker) {
    var wanting = new boolean[] {true};
    var lines =
        new LineSplitter(
            from,
            line -> {
              wanting[0] = taker.take(line);
              return wanting[0];
            });
    new LogPieces(chunks, log, longest, from.position()).feed(lines);
    if (wanting[0] && lines.hasUnfinished()) {
      taker.take(lines.unfinished());
    }
  }

  /** Collects the lines of a passage. */
  private static final class Passage implements LineSplitter.Taker {
    private final long from;
    private final int count;
    private final int most;
    private final List<LogLine> lines = new ArrayList<>();
    private long bytes;

    Passage(long from, int count, int most) {
      this.from = from;
      this.count = count;
      this.most = most;
    }

    @Override
    public boolean take(LineSplitter.RawLine line) {
      if (line.number() >= from && lines.size() < count) {
        lines.add(shown(line));
        bytes += line.length();
      }
      return lines.size() < count && bytes < most;
    }
  }

  /** Collects the lines of a passage that is to end with a line: of too many the last ones. */
  private static final class Ending implements LineSplitter.Taker {
    private final long first;
    private final long last;
    private final int most;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private long bytes;

    Ending(long first, long last, int most) {
      this.first = first;
      this.last = last;
      this.most = most;
    }

    @Override
    public boolean take(LineSplitter.RawLine line) {
      if (line.number() >= first && line.number() <= last) {
        lines.add(shown(line));
        lengths.add(line.length());
        bytes += line.length();
      }
      while (bytes > most && lines.size() > 1) {
        lines.remove();
        bytes -= lengths.remove();
      }
      return line.number() < last;
    }
  }

  static LogLine shown(LineSplitter.RawLine line) {
    String text = new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    var head = line.head();
    var shown = TerminalLine.of(text, line.style());
    return new LogLine(
        line.number(),
        head.timeMs() < 0 ? null : Instant.ofEpochMilli(head.timeMs()),
        head.kind(),
        shown.spans(),
        line.cut() || shown.isCut());
  }
}

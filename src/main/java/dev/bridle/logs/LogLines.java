package dev.bridle.logs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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

  private Place place(Log log, long line) {
    return indexed(
        log, index -> new Place(index.before(line), index.total(), index.position(), index.open()));
  }

  /** Lines from a number on: as many as asked for, fewer where they are very long. */
  public LogPassage passage(Log log, long from, int count) {
    var place = place(log, from);
    var passage = new Passage(from, Math.min(count, MOST_LINES));
    read(log, place.from(), passage);
    return new LogPassage(passage.lines, place.total(), place.size(), place.open());
  }

  /** The last lines. */
  public LogPassage last(Log log, int count) {
    int most = Math.min(count, MOST_LINES);
    long total = indexed(log, LineIndex::total);
    return passage(log, Math.max(1, total - most + 1), most);
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
    private final List<LogLine> lines = new ArrayList<>();
    private long bytes;

    Passage(long from, int count) {
      this.from = from;
      this.count = count;
    }

    @Override
    public boolean take(LineSplitter.RawLine line) {
      if (line.number() >= from && lines.size() < count) {
        lines.add(shown(line));
        bytes += line.length();
      }
      return lines.size() < count && bytes < MOST_BYTES;
    }
  }

  static LogLine shown(LineSplitter.RawLine line) {
    String text = new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    var head = line.head();
    return new LogLine(
        line.number(),
        head.timeMs() < 0 ? null : Instant.ofEpochMilli(head.timeMs()),
        head.kind(),
        TerminalLine.spans(text, line.begin().style()),
        line.cut());
  }
}

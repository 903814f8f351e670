package dev.bridle.bench.load;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came of a load: counted on the event loop, read when the load is over. */
public final class Tally {
  private static final long LONGEST_NANOS = 120_000_000_000L;

  private final Expected expected;
  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final Histogram delays = new Histogram(LONGEST_NANOS, 3);
  private final Map<String, Long> wrong = new TreeMap<>();
  private long delaysFromNanos = Long.MAX_VALUE;
  private long answered;
  private long events;
  private long activeNanos;

  Tally(Expected expected) {
    this.expected = expected;
  }

  /** Delays are kept of events that were written from this moment on. */
  void keepDelaysFrom(long nanos) {
    delaysFromNanos = nanos;
  }

  void event(long writtenNanos, long readNanos) {
    events++;
    if (writtenNanos >= delaysFromNanos) {
      delays.recordValue(bounded(readNanos - writtenNanos));
    }
  }

  void answered(long nanos, int status, int marksSeen, long bytesSeen) {
    String complaint = expected.complaint(status, marksSeen, bytesSeen);
    if (complaint.isEmpty()) {
      answered++;
      latencies.recordValue(bounded(nanos));
    } else {
      wrong(complaint);
    }
  }

  void wrong(String why) {
    wrong.merge(why, 1L, Long::sum);
  }

  void over(long nanos) {
    activeNanos = nanos;
  }

  private static long bounded(long nanos) {
    return Math.clamp(nanos, 0, LONGEST_NANOS);
  }

  /** Right answers. */
  public long calls() {
    return answered;
  }

  public long events() {
    return events;
  }

  public double callsPerSecond() {
    return answered * 1e9 / activeNanos;
  }

  /** From the planned moment of a call to its answer's last byte, in nanoseconds. */
  public Histogram latencies() {
    return latencies;
  }

  /** From the writing of an event by the upstream to its reading here, in nanoseconds. */
  public Histogram delays() {
    return delays;
  }

  /** How often which thing was wrong; empty when all was right. */
  public Map<String, Long> wrong() {
    return Collections.unmodifiableMap(wrong);
  }
}

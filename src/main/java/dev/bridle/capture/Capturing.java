package dev.bridle.capture;

import dev.bridle.auth.JobIdentity;
import dev.bridle.http.ByteWatcher;
import java.util.Arrays;

/** One call that is being captured, on the event loop of its exchange. It never fails the call. */
public final class Capturing {
  private static final int FIRST_BYTES = 8 << 10;
  private static final byte[] NOTHING = {};

  private final Captures captures;
  private final CaptureOrder order;
  private final JobIdentity job;
  private final String callId;
  private final byte[] request;
  private byte[] answer = NOTHING;
  private int length;
  private boolean truncated;
  private boolean given;

  Capturing(Captures captures, CaptureOrder order, JobIdentity job, String callId, byte[] request) {
    this.captures = captures;
    this.order = order;
    this.job = job;
    this.callId = callId;
    this.request = request;
  }

  CaptureOrder order() {
    return order;
  }

  JobIdentity job() {
    return job;
  }

  String callId() {
    return callId;
  }

  /** Sees what the other one sees, whatever becomes of that. */
  public ByteWatcher beside(ByteWatcher other) {
    return (bytes, offset, count) -> {
      try {
        other.see(bytes, offset, count);
      } finally {
        see(bytes, offset, count);
      }
    };
  }

  private void see(byte[] bytes, int offset, int count) {
    int more = Math.min(count, Part.MOST_BYTES - length);
    truncated |= more < count;
    if (given || more <= 0) {
      return;
    }
    if (length + more > answer.length && !grow(length + more)) {
      drop();
      return;
    }
    System.arraycopy(bytes, offset, answer, length, more);
    length += more;
  }

  private boolean grow(int needed) {
    int larger =
        Math.min(Part.MOST_BYTES, Math.max(needed, Math.max(FIRST_BYTES, answer.length * 2)));
    if (!captures.room().take(larger - answer.length)) {
      return false;
    }
    answer = Arrays.copyOf(answer, larger);
    return true;
  }

  private void drop() {
    given = true;
    captures.room().give(answer.length);
    answer = NOTHING;
    captures.dropped();
  }

  /** The call is over: what was seen of it is written beside it. */
  public void end() {
    if (given) {
      return;
    }
    var asked = Part.of(request);
    if (!captures.room().take(asked.bytes().length)) {
      drop();
      return;
    }
    given = true;
    var answered =
        new Part(length == answer.length ? answer : Arrays.copyOf(answer, length), truncated);
    captures.write(this, new Content(asked, answered), asked.bytes().length + answer.length);
    answer = NOTHING;
  }
}

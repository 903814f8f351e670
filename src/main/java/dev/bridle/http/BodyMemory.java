package dev.bridle.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of requests may be in memory at once: of all, and of each sender, so that nobody
 * can take the room of everyone or end the server. Small bodies are not counted.
 */
final class BodyMemory {
  /** As much as a body may have without being counted. */
  static final int FREE = 16 << 10;

  private static final int SHARES = 2;

  private final long most;
  private final AtomicLong taken = new AtomicLong();
  private final ConcurrentHashMap<String, Long> bySender = new ConcurrentHashMap<>();

  BodyMemory(long most) {
    this.most = most;
  }

  /**
   * @param sender who sends it; has half of the room at most
   */
  Share share(String sender) {
    return new Share(sender);
  }

  /** What one body has taken. */
  final class Share {
    private final String sender;
    private long mine;

    private Share(String sender) {
      this.sender = sender;
    }

    /** Takes what is more than before; throws {@link NoRoom}, and has what it had. */
    void growTo(long size) {
      long more = Math.max(0, size - FREE) - mine;
      if (more <= 0) {
        return;
      }
      if (taken.addAndGet(more) > most) {
        taken.addAndGet(-more);
        throw new NoRoom();
      }
      if (bySender.merge(sender, more, Long::sum) > most / SHARES) {
        mine += more;
        shrink(more);
        throw new NoRoom();
      }
      mine += more;
    }

    void giveBack() {
      if (mine > 0) {
        shrink(mine);
      }
    }

    private void shrink(long less) {
      mine -= less;
      taken.addAndGet(-less);
      bySender.computeIfPresent(sender, (_, all) -> all == less ? null : all - less);
    }
  }
}

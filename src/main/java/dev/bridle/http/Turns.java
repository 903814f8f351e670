package dev.bridle.http;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets only a few do something heavy at once; the others are told to come again. */
public final class Turns {
  private final Semaphore free;
  private final String sentence;

  /**
   * @param sentence what the others are told
   */
  public Turns(int atOnce, String sentence) {
    this.free = new Semaphore(atOnce);
    this.sentence = sentence;
  }

  /** Does it now, or ends with a 429. */
  public <T> T take(Supplier<T> work) {
    if (!free.tryAcquire()) {
      throw new HttpError(429, sentence, Headers.of("Retry-After", "5"));
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}

package dev.bridle.http;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** What an upstream answers: the head is here, the bytes flow when someone takes them. */
public abstract sealed class Answer permits ReceivedAnswer, ScriptedAnswer {
  /** Where the bytes go; all calls come on the event loop of the taker. */
  interface Taker {
    void bytes(Buffer bytes);

    void ended();

    void failed(Throwable why);
  }

  /** An answer made here, in pieces with pauses between them. */
  public static Answer scripted(int status, Headers headers, List<Piece> pieces) {
    return new ScriptedAnswer(status, headers, pieces);
  }

  /** So much of an answer is read that nobody wants. */
  private static final int DISCARDED = 64 << 10;

  public abstract int status();

  public abstract Headers headers();

  abstract void flowTo(Taker taker);

  abstract void pause();

  abstract void resume();

  /** Reads the rest and throws it away, so that the connection can be used again; within bounds. */
  public void discard() {
    flowTo(
        new Taker() {
          private int left = DISCARDED;

          @Override
          public void bytes(Buffer bytes) {
            left -= bytes.length();
            if (left < 0) {
              cancel();
            }
          }

          @Override
          public void ended() {}

          @Override
          public void failed(Throwable why) {}
        });
  }

  /** Ends the upstream's work; safe to call at any time and more than once. */
  public abstract void cancel();
}

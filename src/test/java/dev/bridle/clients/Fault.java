package dev.bridle.clients;

import dev.bridle.testing.FakeProvider;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A way in which a provider's answer goes wrong, or only looks as if it did.
 *
 * @param situation in which it happens: a plain call or a stream
 * @param status what the client is told; 0 when the answer had begun, and breaks off
 * @param words what its user reads of it; all of the text, when it ends well
 * @param outcome what the ledger says
 */
record Fault(
    String name,
    String situation,
    FakeProvider.Behaviour behaviour,
    int status,
    String words,
    String outcome) {
  static final String TEXT = "It is sunny \u2014 21 \u00b0C.";
  private static final int WELL = 200;

  /** A call between two faults, so that these are not too many in a row for a provider. */
  static final Fault NONE = plain("none", Sunny.ANSWER, WELL, TEXT, "completed");

  /** All that the bytes of an answer can do. Patience is to be a second. */
  static List<Fault> all(Format format, CountDownLatch over) {
    return Stream.of(
            FaultsBeforeAnswers.all(over),
            FaultsInPlainAnswers.all(format, over),
            FaultsInStreams.all(format, over),
            FaultsInStreams.errors(format),
            FaultsInStreams.cuts(format))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * One of a plain call.
   *
   * @param status what the client is told
   */
  static Fault plain(
      String name, FakeProvider.Behaviour behaviour, int status, String words, String outcome) {
    return new Fault(name, "plain", behaviour, status, words, outcome);
  }

  /** A stream that goes on to its end. */
  static Fault none(String name, FakeProvider.Behaviour behaviour, String text) {
    return new Fault(name, "stream", behaviour, WELL, text, "completed");
  }

  /** A stream that breaks off when it has begun. */
  static Fault broken(String name, FakeProvider.Behaviour behaviour, String words, String outcome) {
    return new Fault(name, "stream", behaviour, 0, words, outcome);
  }

  /** The same in answer to whoever asks for a stream. */
  Fault ofStream() {
    return new Fault(name + " for a stream", "stream", behaviour, status, words, outcome);
  }

  boolean isStream() {
    return situation.equals("stream");
  }

  boolean isWell() {
    return status == WELL;
  }

  @Override
  public String toString() {
    return name;
  }
}

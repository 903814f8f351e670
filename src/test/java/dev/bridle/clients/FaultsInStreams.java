package dev.bridle.clients;

import static dev.bridle.clients.Fault.broken;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a provider can do when a stream has begun. */
final class FaultsInStreams {
  private static final int MANY = 10_000;

  /** What becomes of overloaded and broken providers under way, in their own words. */
  private static final Map<String, String> ERRORS =
      Map.of(
          "rate_limit_error", "This request would exceed your rate limit",
          "api_error", "Internal server error",
          "overloaded_error", "Overloaded");

  private FaultsInStreams() {}

  /**
   * @param over ends what would otherwise stay silent for long
   */
  static List<Fault> all(Format format, CountDownLatch over) {
    var events = format.events();
    String begun = events.getFirst();
    String rest = String.join("", events.subList(1, events.size()));
    var longer = format.longer(MANY);
    return List.of(
        new Fault(
            "cut before its first event",
            "stream",
            (_, out) -> startStream(out),
            502,
            "only the head of its answer came",
            "upstream_cut"),
        cut("cut within an event", begun + events.get(1).substring(0, 20)),
        broken(
            "silence",
            (_, out) -> {
              begin(out, begun);
              over.await(1, TimeUnit.MINUTES);
            },
            "",
            "upstream_cut"),
        broken(
            "pings, then silence",
            (_, out) -> {
              begin(out, begun);
              ping(out, format, over);
              over.await(1, TimeUnit.MINUTES);
            },
            "",
            "upstream_cut"),
        Fault.none(
            "pings, then more",
            (_, out) -> {
              begin(out, begun);
              ping(out, format, over);
              chunk(out, rest);
              endStream(out);
            },
            Fault.TEXT),
        Fault.none("one byte at a time", (_, out) -> trickle(out, begun + rest), Fault.TEXT),
        Fault.none(
            "10,000 events in one write",
            (_, out) -> out.write(wire(longer)),
            Fault.TEXT.replace("sunny", "sunny" + "x".repeat(MANY))));
  }

  /** Each of the errors, after the first event and in the middle of the text. */
  static List<Fault> errors(Format format) {
    var events = format.events();
    return ERRORS.entrySet().stream()
        .flatMap(error ->
            Stream.of(1, events.size() / 2)
                .map(after -> {
                  String told = format.errorEvent(error.getKey(), error.getValue());
                  String came = String.join("", events.subList(0, after)) + told;
                  return broken(
                      error.getKey() + " after event " + (after - 1),
                      (_, out) -> out.write(wire(came)),
                      error.getValue(),
                      "stream_error");
                }))
        .toList();
  }

  /** After each event but the last. */
  static List<Fault> cuts(Format format) {
    var events = format.events();
    return IntStream.range(0, events.size() - 1)
        .mapToObj(i -> cut("cut after event " + i, String.join("", events.subList(0, i + 1))))
        .toList();
  }

  private static void begin(OutputStream out, String event) throws IOException {
    startStream(out);
    chunk(out, event);
  }

  /** For longer than the server waits for a sign of life. */
  private static void ping(OutputStream out, Format format, CountDownLatch over)
      throws IOException, InterruptedException {
    for (int i = 0; i < 6; i++) {
      chunk(out, format.ping());
      over.await(200, TimeUnit.MILLISECONDS);
    }
  }

  private static void trickle(OutputStream out, String text) throws IOException {
    for (byte one : wire(text)) {
      out.write(one);
      out.flush();
    }
  }

  private static byte[] wire(String text) throws IOException {
    var wire = new ByteArrayOutputStream();
    startStream(wire);
    chunk(wire, text);
    endStream(wire);
    return wire.toByteArray();
  }

  private static Fault cut(String name, String came) {
    return broken(name, (_, out) -> begin(out, came), "", "upstream_cut");
  }
}

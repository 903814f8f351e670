package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;

import dev.bridle.testing.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A way in which a provider's answer goes wrong, or only looks as if it did.
 *
 * @param situation in which it happens: a plain call or a stream
 * @param status what the client is told; 0 when the answer had begun, and breaks off
 * @param words what its user reads of it
 * @param outcome what the ledger says
 */
record Fault(
    String name,
    String situation,
    FakeProvider.Behaviour behaviour,
    int status,
    String words,
    String outcome) {
  private static final int WELL = 200;

  boolean isWell() {
    return status == WELL;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * All that the bytes of an answer can do.
   *
   * @param provider whose stream it is
   * @param over ends what would otherwise stay silent for long
   */
  static List<Fault> all(String provider, CountDownLatch over) {
    var events = Transcript.events(provider);
    var faults = new ArrayList<Fault>();
    faults.addAll(beforeTheAnswer(over));
    faults.addAll(inTheStream(events, over));
    faults.add(errorInTheStream(provider, events));
    for (int i = 0; i < events.size() - 1; i++) {
      faults.add(cut("cut after event " + i, String.join("", events.subList(0, i + 1))));
    }
    return faults;
  }

  private static List<Fault> beforeTheAnswer(CountDownLatch over) {
    return List.of(
        plain(
            "slow first byte",
            (_, _) -> over.await(1, TimeUnit.MINUTES),
            504,
            "no answer within 1 s",
            "upstream_cut"),
        plain("no answer", (_, _) -> {}, 502, "broke off before it answered", "upstream_cut"),
        plain(
            "a page",
            answering(200, "text/html", "<html>login</html>"),
            502,
            "200 with text/html instead of JSON",
            "upstream_cut"),
        plain(
            "a page of a gateway",
            answering(502, "text/html", "<html>bad gateway</html>"),
            502,
            "502 with text/html instead of JSON",
            "upstream_error"),
        plain("429", error(429), 429, "the provider's own words", "upstream_error"),
        plain("500", error(500), 500, "the provider's own words", "upstream_error"),
        plain("529", error(529), 529, "the provider's own words", "upstream_error"),
        plain(
            "redirect",
            head("HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"),
            502,
            "redirect (307), which is not followed",
            "upstream_error"),
        plain(
            "huge head",
            head(
                "HTTP/1.1 200 X\r\nx-huge: "
                    + "x".repeat(70 << 10)
                    + "\r\ncontent-length: 0\r\n\r\n"),
            502,
            "broke off before it answered",
            "upstream_cut"));
  }

  private static List<Fault> inTheStream(List<String> events, CountDownLatch over) {
    String whole = String.join("", events);
    String many =
        events.get(0)
            + events.get(1)
            + ": nothing\n\n".repeat(10_000)
            + String.join("", events.subList(2, events.size()));
    return List.of(
        stream(
            "cut before its first event",
            (_, out) -> startStream(out),
            502,
            "only the head of its answer came",
            "upstream_cut"),
        cut("cut within an event", events.get(0) + events.get(1).substring(0, 20)),
        stream(
            "silence",
            (_, out) -> {
              startStream(out);
              chunk(out, events.get(0));
              over.await(1, TimeUnit.MINUTES);
            },
            0,
            "",
            "upstream_cut"),
        stream(
            "pings, then silence",
            (_, out) -> {
              startStream(out);
              chunk(out, events.get(0));
              for (int i = 0; i < 6; i++) {
                chunk(out, ": ping\n\n");
                over.await(200, TimeUnit.MILLISECONDS);
              }
              over.await(1, TimeUnit.MINUTES);
            },
            0,
            "",
            "upstream_cut"),
        stream(
            "one byte at a time",
            (_, out) -> {
              for (byte one : wire(whole)) {
                out.write(one);
                out.flush();
              }
            },
            WELL,
            "",
            "completed"),
        stream(
            "10,000 events in one write",
            (_, out) -> out.write(wire(many)),
            WELL,
            "",
            "completed"));
  }

  /** What a provider that is overloaded, or fails, can still say when it has begun. */
  private static Fault errorInTheStream(String provider, List<String> events) {
    String error =
        provider.equals("openai")
            ? "data: {\"error\":{\"type\":\"server_error\",\"message\":\"Overloaded\"}}\n\n"
            : "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    return stream(
        "an error in the stream",
        (_, out) -> out.write(wire(events.get(0) + error)),
        0,
        "Overloaded",
        "stream_error");
  }

  private static byte[] wire(String text) throws java.io.IOException {
    var wire = new ByteArrayOutputStream();
    startStream(wire);
    chunk(wire, text);
    endStream(wire);
    return wire.toByteArray();
  }

  private static FakeProvider.Behaviour error(int status) {
    return answering(
        status,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"the provider's own words\"}}");
  }

  private static FakeProvider.Behaviour head(String text) {
    return (_, out) -> FakeProvider.write(out, text);
  }

  private static Fault cut(String name, String came) {
    return stream(
        name,
        (_, out) -> {
          startStream(out);
          chunk(out, came);
        },
        0,
        "",
        "upstream_cut");
  }

  private static Fault plain(
      String name, FakeProvider.Behaviour behaviour, int status, String words, String outcome) {
    return new Fault(name, "plain", behaviour, status, words, outcome);
  }

  private static Fault stream(
      String name, FakeProvider.Behaviour behaviour, int status, String words, String outcome) {
    return new Fault(name, "stream", behaviour, status, words, outcome);
  }
}

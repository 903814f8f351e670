package dev.bridle.clients;

import static dev.bridle.clients.Fault.plain;
import static dev.bridle.testing.FakeProvider.answering;

import dev.bridle.testing.FakeProvider;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a provider can do instead of answering. */
final class FaultsBeforeAnswers {
  private FaultsBeforeAnswers() {}

  /**
   * Each for a plain call and for a stream.
   *
   * @param over ends what would otherwise stay silent for long
   */
  static List<Fault> all(CountDownLatch over) {
    return once(over).stream()
        .flatMap(fault -> Stream.of(fault, fault.ofStream(), Fault.NONE))
        .toList();
  }

  private static List<Fault> once(CountDownLatch over) {
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

  static FakeProvider.Behaviour error(int status) {
    return answering(
        status,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"the provider's own words\"}}");
  }

  private static FakeProvider.Behaviour head(String text) {
    return (_, out) -> FakeProvider.write(out, text);
  }
}

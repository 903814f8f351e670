package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.write;

import dev.bridle.testing.FakeProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a provider can do when an answer in one piece has begun. */
final class FaultsInPlainAnswers {
  private static final String JSON = "application/json";

  private FaultsInPlainAnswers() {}

  /**
   * @param over ends what would otherwise stay silent for long
   */
  static List<Fault> all(Format format, CountDownLatch over) {
    String whole = Transcript.body(format.provider(), format.situation("plain"));
    String half = whole.substring(0, whole.length() / 2);
    return List.of(
        broken("cut within the answer", half(whole, half), "upstream_cut"),
        broken(
            "silence within the answer",
            (asked, out) -> {
              half(whole, half).answer(asked, out);
              over.await(1, TimeUnit.MINUTES);
            },
            "upstream_cut"),
        Fault.NONE,
        broken("a whole answer that stops early", answering(200, JSON, half), "upstream_cut"),
        Fault.NONE);
  }

  private static FakeProvider.Behaviour half(String whole, String half) {
    int length = whole.getBytes(StandardCharsets.UTF_8).length;
    return (_, out) ->
        write(
            out,
            "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(JSON, length, half));
  }

  private static Fault broken(String name, FakeProvider.Behaviour behaviour, String outcome) {
    return Fault.plain(name, behaviour, 0, "", outcome);
  }
}

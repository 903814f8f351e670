package dev.bridle.clients;

import dev.bridle.testing.FakeProvider;
import java.io.OutputStream;

/** A provider that is well, in whichever format it is asked. */
final class Sunny {
  static final FakeProvider.Behaviour ANSWER = Sunny::answer;

  private Sunny() {}

  private static void answer(FakeProvider.Asked asked, OutputStream out) throws Exception {
    if (asked.method().equals("GET")) {
      FakeProvider.answering(200, "application/json", "{\"data\":[]}").answer(asked, out);
      return;
    }
    for (Format format : Format.values()) {
      if (asked.target().split("\\?", 2)[0].equals(format.path())) {
        boolean stream = asked.text().replace(" ", "").contains("\"stream\":true");
        Transcript.of(format.provider(), format.situation(stream ? "stream" : "plain"))
            .answer(asked, out);
      }
    }
  }
}

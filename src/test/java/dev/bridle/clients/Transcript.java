package dev.bridle.clients;

import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A provider's answer from a file: head, empty line, body. */
final class Transcript {
  private Transcript() {}

  /** Answers with the file of that situation, and ends the connection after it. */
  static FakeProvider.Behaviour of(String provider, String situation) {
    byte[] answer = wire(read(provider + "/" + situation + ".http"));
    return (_, out) -> out.write(answer);
  }

  static String body(String provider, String situation) {
    String text = read(provider + "/" + situation + ".http");
    return text.substring(text.indexOf("\n\n") + 2);
  }

  /** The body of a stream, cut between its events. */
  static List<String> events(String provider, String situation) {
    String body = body(provider, situation);
    return Arrays.stream(body.split("(?<=\n\n)", -1)).filter(event -> !event.isBlank()).toList();
  }

  private static String read(String file) {
    try (InputStream in = Transcript.class.getResourceAsStream("/transcripts/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no transcript " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with the line ends of HTTP in its head. */
  private static byte[] wire(String text) {
    int end = text.indexOf("\n\n");
    String head = text.substring(0, end).replace("\n", "\r\n") + "\r\nconnection: close\r\n\r\n";
    return (head + text.substring(end + 2)).getBytes(StandardCharsets.UTF_8);
  }
}

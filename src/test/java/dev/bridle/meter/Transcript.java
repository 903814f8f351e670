package dev.bridle.meter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One written-down answer of a provider; the name is the situation. Those that end with {@code
 * .http} have a head.
 */
record Transcript(String name) {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  /** Every answer that is written down. */
  static List<String> names() {
    return Stream.of(
            files("anthropic", ""),
            files("openai", ""),
            files("transcripts/anthropic", "transcripts/anthropic/"),
            files("transcripts/openai", "transcripts/openai/"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> files(String folder, String before) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files
          .map(file -> before + file.getFileName())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    byte[] all = file();
    if (!hasHead()) {
      return all;
    }
    int head = new String(all, StandardCharsets.ISO_8859_1).indexOf("\n\n") + 2;
    return Arrays.copyOfRange(all, head, all.length);
  }

  private byte[] file() {
    String folder = hasHead() ? "" : isOpenAi() ? "openai/" : "anthropic/";
    try {
      return Files.readAllBytes(RESOURCES.resolve(folder + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasHead() {
    return name.endsWith(".http");
  }

  private boolean isOpenAi() {
    return hasHead()
        ? name.startsWith("transcripts/openai/")
        : name.startsWith("chat") || name.startsWith("responses");
  }

  boolean isStream() {
    return name.endsWith(".sse") || name.endsWith("stream.http");
  }

  Meter meter() {
    if (!isOpenAi()) {
      return isStream() ? new AnthropicStreamMeter() : new AnthropicAnswerMeter();
    }
    if (!isStream()) {
      return new OpenAiAnswerMeter();
    }
    return name.contains("responses") ? new ResponsesStreamMeter() : new ChatStreamMeter();
  }

  Reading reading() {
    return readingInPiecesOf(Integer.MAX_VALUE);
  }

  Reading readingInPiecesOf(int size) {
    byte[] all = bytes();
    Meter meter = meter();
    for (int at = 0; at < all.length; at += Math.min(size, all.length)) {
      meter.see(all, at, Math.min(size, all.length - at));
    }
    return meter.reading();
  }
}

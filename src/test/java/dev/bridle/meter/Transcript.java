package dev.bridle.meter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** One written-down answer of a provider; the name is the situation. */
record Transcript(String name) {
  byte[] bytes() {
    try (InputStream file =
        getClass().getResourceAsStream((isOpenAi() ? "/openai/" : "/anthropic/") + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOpenAi() {
    return name.startsWith("chat") || name.startsWith("responses");
  }

  Meter meter() {
    boolean stream = name.endsWith(".sse");
    if (isOpenAi()) {
      return !stream
          ? new OpenAiAnswerMeter()
          : name.startsWith("chat") ? new ChatStreamMeter() : new ResponsesStreamMeter();
    }
    return stream ? new AnthropicStreamMeter() : new AnthropicAnswerMeter();
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

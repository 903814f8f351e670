package dev.bridle.call;

import dev.bridle.http.ByteFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hides the one chunk of a chat stream that tells the usage, from a client that has not asked for
 * it. Every event is held back until it is whole; all others go on byte by byte as they came.
 */
final class HiddenUsage implements ByteFilter {
  /** No event that is longer than this one is the one. */
  private static final int LONGEST = 64 << 10;

  private static final byte[] SIGN = "\"prompt_tokens\"".getBytes(StandardCharsets.UTF_8);

  private byte[] event = new byte[1024];
  private int length;
  private boolean lineIsEmpty = true;
  private boolean tooLong;

  @Override
  public byte[] pass(byte[] bytes, int offset, int count) {
    var out = new ByteArrayOutputStream(length + count);
    for (int i = offset; i < offset + count; i++) {
      see(bytes[i], out);
    }
    return out.toByteArray();
  }

  @Override
  public byte[] rest() {
    var rest = Arrays.copyOf(event, length);
    length = 0;
    return rest;
  }

  private void see(byte b, ByteArrayOutputStream out) {
    boolean ends = b == '\n' && lineIsEmpty;
    lineIsEmpty = b == '\n' || lineIsEmpty && b == '\r';
    if (tooLong) {
      out.write(b);
    } else {
      add(b);
    }
    if (length == LONGEST) {
      tooLong = true;
      release(out);
    }
    if (ends) {
      end(out);
    }
  }

  private void add(byte b) {
    if (length == event.length) {
      event = Arrays.copyOf(event, 2 * length);
    }
    event[length++] = b;
  }

  private void end(ByteArrayOutputStream out) {
    if (hasSign() && isUsageAlone()) {
      length = 0;
    }
    release(out);
    tooLong = false;
  }

  private void release(ByteArrayOutputStream out) {
    out.write(event, 0, length);
    length = 0;
  }

  /** In what the model says, its quotes would be escaped. */
  private boolean hasSign() {
    for (int at = 0; at + SIGN.length <= length; at++) {
      if (Arrays.equals(event, at, at + SIGN.length, SIGN, 0, SIGN.length)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUsageAlone() {
    String data =
        new String(event, 0, length, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring("data:".length()))
            .collect(Collectors.joining("\n"));
    try {
      JsonNode chunk = JsonMapper.shared().readTree(data);
      // Some endpoints write null for no choices, or nothing.
      return chunk.path("choices").isEmpty() && chunk.path("usage").isObject();
    } catch (JacksonException e) {
      return false;
    }
  }
}

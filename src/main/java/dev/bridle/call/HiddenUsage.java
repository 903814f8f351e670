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
  /** What became of the latest event, and of the second half of the line end that closed it. */
  private enum Last {
    UNDER_WAY,
    SHOWN,
    HIDDEN
  }

  /** No event that is longer than this one is the one. */
  private static final int LONGEST = 64 << 10;

  private static final byte[] SIGN = "\"prompt_tokens\"".getBytes(StandardCharsets.UTF_8);

  private byte[] event = new byte[1024];
  private int length;
  private boolean lineIsEmpty = true;
  private boolean afterReturn;
  private Last last = Last.UNDER_WAY;
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
    boolean secondHalfOfLineEnd = afterReturn && b == '\n';
    afterReturn = b == '\r';
    if (!secondHalfOfLineEnd) {
      lineByLine(b, out);
    } else if (last == Last.SHOWN) {
      out.write(b);
    } else if (last == Last.UNDER_WAY) {
      keep(b, out);
    }
  }

  private void lineByLine(byte b, ByteArrayOutputStream out) {
    boolean lineEnds = b == '\n' || b == '\r';
    boolean ends = lineEnds && lineIsEmpty;
    lineIsEmpty = lineEnds;
    keep(b, out);
    last = ends ? end(out) : Last.UNDER_WAY;
  }

  private void keep(byte b, ByteArrayOutputStream out) {
    if (tooLong) {
      out.write(b);
    } else {
      add(b);
    }
    if (length == LONGEST) {
      tooLong = true;
      release(out);
    }
  }

  private void add(byte b) {
    if (length == event.length) {
      event = Arrays.copyOf(event, 2 * length);
    }
    event[length++] = b;
  }

  private Last end(ByteArrayOutputStream out) {
    boolean hidden = hasSign() && isUsageAlone();
    if (hidden) {
      length = 0;
    }
    release(out);
    tooLong = false;
    return hidden ? Last.HIDDEN : Last.SHOWN;
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

package dev.bridle.rest;

import dev.bridle.capture.CaptureOrder;
import dev.bridle.capture.CapturedCall;
import dev.bridle.capture.Part;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How capture looks in JSON. */
final class CaptureShapes {
  /** What can be left of a character that was cut. */
  private static final int PIECE_OF_CHARACTER = 3;

  private CaptureShapes() {}

  static Map<String, @Nullable Object> order(@Nullable CaptureOrder order) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("enabled", order != null);
    shape.put("retention_hours", order == null ? null : order.retentionHours());
    shape.put("pipeline", order == null ? null : order.pipelineSlug());
    shape.put("started_at", order == null ? null : Times.iso(order.startedAt()));
    shape.put("started_by", order == null ? null : order.startedBy());
    return shape;
  }

  static Map<String, @Nullable Object> call(CapturedCall call) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("call_id", call.callId());
    shape.put("captured_at", Times.iso(call.capturedAt()));
    shape.put("expires_at", Times.iso(call.expiresAt()));
    shape.put("request", part(call.request()));
    shape.put("answer", part(call.answer()));
    return shape;
  }

  private static Map<String, Object> part(Part part) {
    var shape = new LinkedHashMap<String, Object>();
    text(part)
        .ifPresentOrElse(
            text -> shape.put("text", text),
            () -> shape.put("base64", Base64.getEncoder().encodeToString(part.bytes())));
    shape.put("truncated", part.truncated());
    return shape;
  }

  /** The bytes as text when they are UTF-8; where they were truncated, up to the last character. */
  private static Optional<String> text(Part part) {
    var bytes = ByteBuffer.wrap(part.bytes());
    var text = CharBuffer.allocate(part.bytes().length);
    var result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, text, !part.truncated());
    boolean whole =
        !result.isError() && bytes.remaining() <= (part.truncated() ? PIECE_OF_CHARACTER : 0);
    return whole ? Optional.of(text.flip().toString()) : Optional.empty();
  }
}

package dev.bridle.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer: in one piece, or as events that come one after the other.
 *
 * @param events what follows the head instead of a body
 */
public record Reply(int status, Headers headers, byte[] body, @Nullable EventSource events) {
  private static final byte[] NOTHING = {};

  public static Reply json(int status, Object value) {
    return new Reply(
        status,
        Headers.of("Content-Type", "application/json; charset=utf-8"),
        JsonMapper.shared().writeValueAsBytes(value),
        null);
  }

  public static Reply ok(Object value) {
    return json(200, value);
  }

  /** The error shape of the agent API and of REST v2. */
  public static Reply message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  public static Reply of(HttpError error) {
    return message(error.status(), error.sentence()).with(error.headers());
  }

  public static Reply text(int status, String contentType, String text) {
    return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply bytes(int status, String contentType, byte[] body) {
    return new Reply(status, Headers.of("Content-Type", contentType), body, null);
  }

  /**
   * Events, until the source has been closed or the reader has gone. Whoever makes this reply gives
   * the source away: the server closes it.
   */
  public static Reply events(EventSource source) {
    var headers =
        Headers.of(
            "Content-Type",
            "text/event-stream; charset=utf-8",
            "Cache-Control",
            "no-store",
            // Asks nginx not to collect them.
            "X-Accel-Buffering",
            "no");
    return new Reply(200, headers, NOTHING, source);
  }

  public static Reply empty(int status) {
    return new Reply(status, Headers.NONE, NOTHING, null);
  }

  public Reply with(String name, String value) {
    return new Reply(status, headers.with(name, value), body, events);
  }

  /** With headers of which its own ones take precedence. */
  public Reply over(Headers others) {
    return new Reply(status, others.replacedBy(headers), body, events);
  }

  public Reply withStatus(int other) {
    return new Reply(other, headers, body, events);
  }

  public Reply with(Headers more) {
    return new Reply(status, headers.with(more), body, events);
  }
}

package dev.bridle.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer: in one piece, or one whose body comes piece by piece.
 *
 * @param body in one piece; empty when it is streamed
 * @param streamed what follows the head instead of a body; null when it is in one piece
 */
public record Reply(int status, Headers headers, byte[] body, @Nullable Streamed streamed) {
  private static final byte[] NOTHING = {};

  private Reply(int status, Headers headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** A body of any length, written while it is sent. */
  public static Reply written(String contentType, Streamed.Written body) {
    return new Reply(200, Headers.of("Content-Type", contentType), NOTHING, body);
  }

  /**
   * A file to be kept, of any length, written while it is sent: no browser shows it as a page, and
   * no cache keeps it.
   */
  public static Reply file(String name, String contentType, Streamed.Written body) {
    return written(contentType, body)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store");
  }

  public static Reply json(int status, Object value) {
    return new Reply(
        status,
        Headers.of("Content-Type", "application/json; charset=utf-8"),
        JsonMapper.shared().writeValueAsBytes(value));
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
    return new Reply(status, Headers.of("Content-Type", contentType), body);
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
            "X-Content-Type-Options",
            "nosniff",
            // Asks nginx not to collect them.
            "X-Accel-Buffering",
            "no");
    return new Reply(200, headers, NOTHING, source);
  }

  public static Reply empty(int status) {
    return new Reply(status, Headers.NONE, NOTHING);
  }

  public Reply with(String name, String value) {
    return new Reply(status, headers.with(name, value), body, streamed);
  }

  /** With headers of which its own ones take precedence. */
  public Reply over(Headers others) {
    return new Reply(status, others.replacedBy(headers), body, streamed);
  }

  public Reply withStatus(int other) {
    return new Reply(other, headers, body, streamed);
  }

  public Reply with(Headers more) {
    return new Reply(status, headers.with(more), body, streamed);
  }
}

package dev.bridle.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The request that is made of every target: the same bytes but for address and credential. */
public final class Asking {
  public static final String MODEL = "claude-sonnet-5-5";

  private Asking() {}

  /** The body: about one kilobyte. */
  public static String body(boolean stream) {
    return "{\"model\":\""
        + MODEL
        + "\",\"max_tokens\":1000,"
        + (stream ? "\"stream\":true," : "")
        + "\"system\":\"You are an assistant in a CI job.\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + "Analyze the test failures in this log. ".repeat(22)
        + "\"}]}";
  }

  /** The whole request; to be duplicated for each use. */
  public static ByteBuf request(int port, String path, Map<String, String> headers, String body) {
    var text = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + port + "\r\n");
    text.append("content-type: application/json\r\nanthropic-version: 2023-06-01\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("content-length: ").append(body.length()).append("\r\n\r\n").append(body);
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
  }
}

package dev.bridle.bench.upstream;

import dev.bridle.bench.wire.Marks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of the fake upstream's answers, in the shape of Anthropic's Messages API. */
public final class Answers {
  /** Tokens that every answer reports, so that a ledger's sums can be checked. */
  public static final int INPUT_TOKENS = 25;

  public static final int OUTPUT_TOKENS = 120;

  /** Marks in a plain answer: one at the begin and one at the end of its text. */
  private static final int PLAIN_MARKS = 2;

  private static final String USAGE =
      "{\"input_tokens\":%d,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":%d}";
  private static final String BEFORE_MARK =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"";
  private static final String AFTER_MARK = " some words more\"}}\n\n";
  private static final String EVENT_TEXT = BEFORE_MARK + mark(0) + AFTER_MARK;
  private static final List<String> FIRST =
      List.of(
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
              + Asking.MODEL
              + "\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
              + USAGE.formatted(INPUT_TOKENS, 1)
              + "}}\n\n",
          "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n");
  private static final List<String> LAST =
      List.of(
          "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
          "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":"
              + USAGE.formatted(INPUT_TOKENS, OUTPUT_TOKENS)
              + "}\n\n",
          "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  private static final byte[] EVENT = chunk(EVENT_TEXT);
  private static final int MARK_AT = indexOf(EVENT, (byte) '@') + 1;
  private static final byte[] BEGIN =
      ascii(
          "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nrequest-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n",
          FIRST,
          "");
  private static final byte[] END = ascii("", LAST, "0\r\n\r\n");
  private static final String MESSAGE = message();

  private Answers() {}

  /** Marks that are to be seen in an answer. */
  public static int marks(Behaviour behaviour) {
    return behaviour.isStream() ? behaviour.events() : PLAIN_MARKS;
  }

  /** An answer's body, without the framing of chunks; the times in its marks are 0. */
  public static byte[] body(Behaviour behaviour) {
    String text =
        behaviour.isStream()
            ? String.join("", FIRST) + EVENT_TEXT.repeat(behaviour.events()) + String.join("", LAST)
            : MESSAGE;
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A plain message of about one kilobyte; to be duplicated for each use. */
  static ByteBuf plain() {
    return fixed(
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                + "request-id: req_bench\r\ncontent-length: "
                + MESSAGE.length()
                + "\r\n\r\n"
                + MESSAGE)
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** A whole stream that is written at once, each event a chunk; to be duplicated for each use. */
  static ByteBuf burst(int events) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(BEGIN);
    for (int i = 0; i < events; i++) {
      all.writeBytes(EVENT);
    }
    all.writeBytes(END);
    return fixed(all.toByteArray());
  }

  static ByteBuf json(String body) {
    return Unpooled.copiedBuffer(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body,
        StandardCharsets.US_ASCII);
  }

  static ByteBuf begin(ByteBufAllocator buffers) {
    return buffers.directBuffer(BEGIN.length).writeBytes(BEGIN);
  }

  /** One event that carries the time. */
  static ByteBuf event(ByteBufAllocator buffers, long nanos) {
    ByteBuf event = buffers.directBuffer(EVENT.length).writeBytes(EVENT);
    long rest = nanos;
    for (int at = MARK_AT + Marks.DIGITS - 1; at >= MARK_AT; at--) {
      event.setByte(at, '0' + (int) (rest % 10));
      rest /= 10;
    }
    return event;
  }

  static ByteBuf end(ByteBufAllocator buffers) {
    return buffers.directBuffer(END.length).writeBytes(END);
  }

  private static byte[] ascii(String before, List<String> chunks, String after) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    chunks.forEach(text -> out.writeBytes(chunk(text)));
    out.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static String message() {
    return "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
        + Asking.MODEL
        + "\",\"content\":[{\"type\":\"text\",\"text\":\""
        + mark(1)
        + " The test failed because of a timeout.".repeat(18)
        + " "
        + mark(2)
        + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":"
        + USAGE.formatted(INPUT_TOKENS, OUTPUT_TOKENS)
        + "}";
  }

  private static String mark(long nanos) {
    return new String(Marks.text(nanos), StandardCharsets.US_ASCII);
  }

  private static byte[] chunk(String text) {
    return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    int at = 0;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private static ByteBuf fixed(byte[] bytes) {
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
  }
}

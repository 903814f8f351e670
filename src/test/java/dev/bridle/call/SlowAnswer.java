package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;

import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams a word every few milliseconds until it is let go on to its end, and counts those that
 * were cut before.
 */
final class SlowAnswer implements FakeProvider.Behaviour {
  static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":1000,"output_tokens":1}}}

      """;
  static final String DELTA =
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word"}}

      """;

  /** Whatever went by before: the provider counts so much. */
  static final String END =
      """
      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":90}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger cut = new AtomicInteger();

  void end() {
    end.countDown();
  }

  int cut() {
    return cut.get();
  }

  @Override
  public void answer(FakeProvider.Asked asked, OutputStream out)
      throws IOException, InterruptedException {
    try {
      startStream(out);
      chunk(out, START);
      while (!end.await(10, TimeUnit.MILLISECONDS)) {
        chunk(out, DELTA);
      }
      chunk(out, END);
      endStream(out);
    } catch (IOException e) {
      cut.incrementAndGet();
    }
  }
}

package dev.bridle.e2e;

import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Streams half an answer, and the rest only when it is told to. */
final class HeldStream implements FakeProvider.Behaviour {
  private static final String HALF =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"claude-sonnet-5","content":[],"stop_reason":null,"stop_sequence":null,\
      "usage":{"input_tokens":25,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Half"}}

      """;

  private static final String REST =
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" whole"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
      "usage":{"output_tokens":15}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private final CountDownLatch release = new CountDownLatch(1);

  void release() {
    release.countDown();
  }

  @Override
  public void answer(FakeProvider.Asked asked, OutputStream out)
      throws IOException, InterruptedException {
    FakeProvider.startStream(out);
    FakeProvider.chunk(out, HALF);
    if (release.await(60, TimeUnit.SECONDS)) {
      FakeProvider.chunk(out, REST);
      FakeProvider.endStream(out);
    }
  }
}

package dev.bridle.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n";
  private static final String FIXED = "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno";

  private static final class Told implements MessageReader.Sink {
    private final List<String> messages = new ArrayList<>();
    private final StringBuilder now = new StringBuilder();

    @Override
    public void head(String head) {
      now.append(Heads.status(head)).append(' ');
    }

    @Override
    public void body(ByteBuf bytes, int from, int length) {
      now.append(bytes.toString(from, length, US_ASCII));
    }

    @Override
    public void end() {
      messages.add(now.toString());
      now.setLength(0);
    }
  }

  @Test
  void messagesReadTheSameHoweverTheirBytesAreCut() {
    byte[] all = (CHUNKED + FIXED + CHUNKED).getBytes(US_ASCII);
    for (int cut = 0; cut <= all.length; cut++) {
      var told = new Told();
      var reader = new MessageReader(told);
      reader.read(Unpooled.wrappedBuffer(all, 0, cut));
      reader.read(Unpooled.wrappedBuffer(all, cut, all.length - cut));
      assertThat(told.messages).containsExactly("200 Hello, world", "404 no", "200 Hello, world");
    }
  }

  @Test
  void aRequestWithoutALengthHasNoBody() {
    var told = new ArrayList<String>();
    var reader =
        new MessageReader(
            new MessageReader.Sink() {
              @Override
              public void head(String head) {
                told.add(Heads.target(head));
              }

              @Override
              public void body(ByteBuf bytes, int from, int length) {
                told.add("body");
              }

              @Override
              public void end() {
                told.add("end");
              }
            });
    reader.read(Unpooled.copiedBuffer("GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n", US_ASCII));
    assertThat(told).containsExactly("/v1/models", "end");
  }
}

package dev.bridle.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void marksAreFoundHoweverTheirBytesAreCut() {
    String text = "a@b " + mark(17) + " words " + mark(Long.MAX_VALUE) + "@12 more";
    byte[] all = text.getBytes(US_ASCII);
    for (int cut = 0; cut <= all.length; cut++) {
      var found = new ArrayList<Long>();
      var marks = new Marks();
      marks.scan(Unpooled.wrappedBuffer(all), 0, cut, found::add);
      marks.scan(Unpooled.wrappedBuffer(all), cut, all.length - cut, found::add);
      assertThat(found).containsExactly(17L, Long.MAX_VALUE);
    }
  }

  private static String mark(long nanos) {
    return new String(Marks.text(nanos), US_ASCII);
  }
}

package dev.bridle.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** However the bytes of an answer are cut, and wherever they end, the meter reads the same. */
@ParameterizedClass(name = "{0}")
@ValueSource(
    strings = {
      "simple.sse",
      "crlf.sse",
      "pings.sse",
      "tool_use.sse",
      "thinking_hidden.sse",
      "web_search_grows.sse",
      "cache_one_hour.sse",
      "iterations.sse",
      "fallback.sse",
      "error_midstream.sse",
      "cut.sse",
      "null_fields.sse",
      "all_in_delta.sse",
      "bad_numbers.sse",
      "fast_us.sse",
      "multi_line_data.sse",
      "plain.json",
      "plain_pretty_tool.json",
      "plain_error.json",
      "chat_usage.sse",
      "chat_crlf.sse",
      "chat_no_usage.sse",
      "chat_cut.sse",
      "chat_error.sse",
      "chat_tool.sse",
      "chat.json",
      "chat_error.json",
      "responses.sse",
      "responses_incomplete.sse",
      "responses_failed.sse",
      "responses_error.sse",
      "responses_cut.sse",
      "responses.json"
    })
class CuttingTest {
  private final Transcript transcript;

  CuttingTest(String name) {
    transcript = new Transcript(name);
  }

  @Test
  void piecesOfAnySizeReadTheSame() {
    Reading whole = transcript.reading();
    for (int size : new int[] {1, 7, 64}) {
      assertThat(transcript.readingInPiecesOf(size)).isEqualTo(whole);
    }
  }

  @Test
  void oneCutAnywhereReadsTheSame() {
    byte[] all = transcript.bytes();
    Reading whole = transcript.reading();
    for (int cut = 0; cut <= all.length; cut++) {
      Meter meter = transcript.meter();
      meter.see(all, 0, cut);
      meter.see(all, cut, all.length - cut);
      assertThat(meter.reading()).isEqualTo(whole);
    }
  }

  @Test
  void aPrefixReadsTheSameInOneAndInManyPieces() {
    byte[] all = transcript.bytes();
    Meter byBytes = transcript.meter();
    for (int end = 0; end < all.length; end++) {
      Meter atOnce = transcript.meter();
      atOnce.see(all, 0, end);
      assertThat(byBytes.reading()).isEqualTo(atOnce.reading());
      byBytes.see(all, end, 1);
    }
  }

  @Test
  void damagedBytesNeverReachTheRelay() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] all = transcript.bytes();
      for (int hits = 0; hits < 4; hits++) {
        all[random.nextInt(all.length)] = (byte) random.nextInt(256);
      }
      Meter meter = transcript.meter();
      meter.see(all, 0, all.length);
      assertThat(meter.reading().usage().output()).isNotNegative();
    }
  }
}

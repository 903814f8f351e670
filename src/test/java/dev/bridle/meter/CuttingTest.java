package dev.bridle.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes of an answer are cut, and wherever they end, the meter reads the same. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.bridle.meter.Transcript#names")
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
  void manyCutsAnywhereReadTheSame() {
    byte[] all = transcript.bytes();
    Reading whole = transcript.reading();
    var random = new Random(11);
    for (int i = 0; i < 300; i++) {
      Meter meter = transcript.meter();
      int most = 1 + random.nextInt(all.length);
      for (int at = 0; at < all.length; ) {
        int size = Math.min(all.length - at, random.nextInt(most + 1));
        meter.see(all, at, size);
        at += size;
      }
      assertThat(meter.reading()).isEqualTo(whole);
    }
  }

  @Test
  void twoCutsAnywhereReadTheSame() {
    byte[] all = transcript.bytes();
    Reading whole = transcript.reading();
    var random = new Random(13);
    for (int i = 0; i < 1_000; i++) {
      int first = random.nextInt(all.length + 1);
      int second = first + random.nextInt(all.length - first + 1);
      Meter meter = transcript.meter();
      meter.see(all, 0, first);
      meter.see(all, first, second - first);
      meter.see(all, second, all.length - second);
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

package dev.bridle.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs made of seeds by a few small changes; the same ones in every run. */
final class Mutations {
  private static final int LONGEST = 1 << 16;

  private final Random random = new Random(20261124);
  private final List<byte[]> seeds;
  private final List<String> words;

  /**
   * @param words what a change may put in: texts, with a character for each byte
   */
  Mutations(List<byte[]> seeds, List<String> words) {
    this.seeds = seeds;
    this.words = words;
  }

  byte[] next() {
    byte[] input = any();
    for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] any() {
    return seeds.get(random.nextInt(seeds.size())).clone();
  }

  private byte[] changed(byte[] input) {
    if (input.length == 0) {
      return word();
    }
    int from = random.nextInt(input.length);
    int to = Math.min(input.length, from + 1 + random.nextInt(random.nextBoolean() ? 8 : 200));
    return switch (random.nextInt(7)) {
      case 0 -> with(input, from, from + 1, new byte[] {(byte) random.nextInt(256)});
      case 1 -> with(input, from, to, new byte[0]);
      case 2 -> with(input, to, to, Arrays.copyOfRange(input, from, to));
      case 3 -> with(input, from, from, word());
      case 4 -> with(input, from, to, word());
      case 5 -> with(input, from, from, piece(any()));
      default -> Arrays.copyOf(input, from);
    };
  }

  private byte[] piece(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200)));
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size())).getBytes(ISO_8859_1);
  }

  private static byte[] with(byte[] input, int from, int to, byte[] between) {
    var out = new ByteArrayOutputStream(input.length + between.length);
    out.write(input, 0, from);
    out.writeBytes(between);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }
}

package dev.bridle.bench.usage;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Picks one of many, the first ones far more often than the last: Zipf's law. */
final class Skewed {
  private final double[] upTo;

  Skewed(int many, double steepness) {
    upTo = new double[many];
    double sum = 0;
    for (int i = 0; i < many; i++) {
      sum += 1 / Math.pow(i + 1.0, steepness);
      upTo[i] = sum;
    }
  }

  int pick(SplittableRandom random) {
    int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return Math.min(upTo.length - 1, at < 0 ? -at - 1 : at);
  }

  /** The share of the first one. */
  double largest() {
    return upTo[0] / upTo[upTo.length - 1];
  }
}

package dev.bridle.bench;

import dev.bridle.bench.load.Tally;

/**
 * What one load through one target has shown.
 *
 * @param cpuSeconds that the target's processes used; NaN where there are none
 * @param peakMb the most memory that they had; NaN where there are none
 */
record Sample(String target, int round, Tally tally, double cpuSeconds, double peakMb) {
  boolean hasProcesses() {
    return !Double.isNaN(cpuSeconds);
  }
}

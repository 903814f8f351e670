package dev.bridle.bench.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets the system forget what it has read of files, where it may be told to. */
final class Cold {
  private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

  private Cold() {}

  static boolean isPossible() {
    return Files.isWritable(DROP);
  }

  static void forget() {
    if (isPossible()) {
      try {
        Files.writeString(DROP, "1");
      } catch (IOException e) {
        // Then the first time is one with warm files, as the report says where it can't be told.
      }
    }
  }
}

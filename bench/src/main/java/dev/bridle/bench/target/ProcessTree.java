package dev.bridle.bench.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and all its descendants use, as the kernel counts it. */
public record ProcessTree(ProcessHandle root) {
  /** The kernel's unit of {@code utime}; Linux reports hundredths of a second on every machine. */
  private static final double TICKS_PER_SECOND = 100;

  private Stream<Long> pids() {
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid);
  }

  /** Seconds of CPU so far, in user and kernel mode. */
  public double cpuSeconds() {
    return pids().mapToLong(ProcessTree::ticks).sum() / TICKS_PER_SECOND;
  }

  /** Resident memory now. Pages that processes share count in each of them. */
  public double residentMb() {
    return pids().mapToLong(ProcessTree::residentKb).sum() / 1024.0;
  }

  private static long ticks(long pid) {
    String stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    // The second field is a name that may hold anything; fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 14);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long residentKb(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** Empty when the process is gone. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      return "";
    }
  }
}

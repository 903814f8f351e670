package dev.bridle.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The machine on which a run takes place, and how much else happened on it meanwhile. */
public final class Machine {
  private static final int STEAL = 8;

  private final long[] ticksAtStart = ticks();
  private final String loadAtStart = load();

  public Map<String, Object> described() {
    var described = new LinkedHashMap<String, Object>();
    described.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
    described.put("cores", Runtime.getRuntime().availableProcessors());
    described.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
    described.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    described.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    described.put("load_average_before", loadAtStart);
    described.put("load_average_after", load());
    described.put("stolen_percent", stolenPercent());
    return described;
  }

  /** The load average over one, five and fifteen minutes. */
  public static String load() {
    String[] parts = read(Path.of("/proc/loadavg")).split(" ", 4);
    return String.join(" ", parts[0], parts[1], parts[2]);
  }

  /** How much of the time since this was made the hypervisor gave to others, of 100. */
  public double stolenPercent() {
    long[] now = ticks();
    long all = Arrays.stream(now).sum() - Arrays.stream(ticksAtStart).sum();
    long stolen = now.length > STEAL ? now[STEAL - 1] - ticksAtStart[STEAL - 1] : 0;
    return all == 0 ? 0 : Math.round(1000.0 * stolen / all) / 10.0;
  }

  private static long[] ticks() {
    String all = read(Path.of("/proc/stat")).lines().findFirst().orElse("cpu 0");
    return Arrays.stream(all.split(" +", -1)).skip(1).mapToLong(Long::parseLong).toArray();
  }

  private static String field(Path file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

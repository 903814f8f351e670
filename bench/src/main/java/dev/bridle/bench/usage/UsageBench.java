package dev.bridle.bench.usage;

import dev.bridle.bench.TemporaryFolder;
import dev.bridle.bench.report.Machine;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code ./bridle bench usage}. */
@Command(
    name = "bench usage",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a database with a year of usage and measures every panel of the usage page.",
      "Each is to take less than 300 ms."
    })
public final class UsageBench implements Callable<Integer> {
  private static final int WRONG_USE = 2;

  @Option(names = "--calls", paramLabel = "N", description = "By default 10,000,000.")
  private long calls = 10_000_000;

  @Option(names = "--builds", paramLabel = "N", description = "By default a tenth of the calls.")
  private long builds;

  @Option(names = "--pipelines", paramLabel = "N", description = "By default 500.")
  private int pipelines = 500;

  @Option(names = "--engines", split = ",", description = "sqlite, postgresql; by default both.")
  private List<String> engines = List.of("sqlite", "postgresql");

  @Option(names = "--times", paramLabel = "N", description = "Each panel; by default 30.")
  private int times = 30;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the databases lie; kept and used again. By default they are deleted.")
  private @Nullable Path data;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the JSON goes.")
  private @Nullable Path out;

  private UsageBench() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new UsageBench()).execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    var size =
        new YearSize(
            calls,
            builds > 0 ? builds : Math.max(1, calls / 10),
            pipelines,
            LocalDate.of(2026, 11, 27));
    if (!List.of("sqlite", "postgresql").containsAll(engines) || calls < 1 || times < 1) {
      System.err.println("bench: there are the engines sqlite and postgresql, and counts from 1");
      return WRONG_USE;
    }
    if (data != null) {
      Files.createDirectories(data);
      return measure(size, data);
    }
    try (var folder = new TemporaryFolder()) {
      return measure(size, folder.path());
    }
  }

  private int measure(YearSize size, Path folder) throws Exception {
    var machine = new Machine();
    var found = new ArrayList<Timings>();
    for (String engine : engines) {
      if (!hasRoom(engine, size, folder)) {
        return WRONG_USE;
      }
      found.addAll(engine.equals("sqlite") ? onSqlite(size, folder) : onPostgresql(size, folder));
    }
    System.out.print(UsageTable.of(found));
    var described = machine.described();
    System.out.println("machine: " + described);
    if (out != null) {
      Files.writeString(out, json(size, found, described));
      System.out.println("written to " + out);
    }
    return found.stream().allMatch(Timings::isQuick) ? 0 : 1;
  }

  private static boolean hasRoom(String engine, YearSize size, Path folder) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    System.err.printf(
        "%s needs up to %,d MB in %s, where %,d MB are free%n",
        engine, size.bytes(engine) >> 20, folder, free >> 20);
    boolean filled = Files.exists(mark(engine, size, folder));
    if (!filled && free < size.bytes(engine)) {
      System.err.println("bench: there is not enough room; choose less with --calls");
    }
    return filled || free >= size.bytes(engine);
  }

  private List<Timings> onSqlite(YearSize size, Path folder) throws Exception {
    Path file = folder.resolve("usage-" + size.calls() + "-" + size.builds() + ".db");
    return on(new YearDatabase("sqlite", DatabaseUrl.sqlite(file), size), folder);
  }

  private List<Timings> onPostgresql(YearSize size, Path folder) throws Exception {
    Path cluster = folder.resolve("postgresql-" + size.calls() + "-" + size.builds());
    try (var server =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setCleanDataDirectory(false)
            .setServerConfig("shared_buffers", "1GB")
            .setServerConfig("work_mem", "16MB")
            .setServerConfig("max_wal_size", "4GB")
            .start()) {
      String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
      return on(
          new YearDatabase("postgresql", DatabaseUrl.postgresql(url, Optional.empty()), size),
          folder);
    }
  }

  private List<Timings> on(YearDatabase year, Path folder) throws Exception {
    Path mark = mark(year.engine(), year.size(), folder);
    if (!Files.exists(mark)) {
      try (Database database = year.open()) {
        if (year.isFilled(database)) {
          throw new IllegalStateException("half filled by a run that was ended: delete " + folder);
        }
      }
      long start = System.nanoTime();
      year.fill();
      try (Database database = year.open()) {
        var findings = year.verify(database);
        if (findings.differences() > 0) {
          throw new IllegalStateException("the sums are wrong: " + findings.kept());
        }
        System.err.printf(
            "%s: filled in %,d s, %,d sums of a sample verified%n",
            year.engine(), (System.nanoTime() - start) / 1_000_000_000, findings.checked());
      }
      Files.writeString(mark, "");
    }
    return new UsageRun(year, times).measure();
  }

  private static Path mark(String engine, YearSize size, Path folder) {
    return folder.resolve(engine + "-" + size.calls() + "-" + size.builds() + ".filled");
  }

  private String json(YearSize size, List<Timings> found, Map<String, Object> machine) {
    var report = new LinkedHashMap<String, Object>();
    report.put("calls", size.calls());
    report.put("builds", size.builds());
    report.put("pipelines", size.pipelines());
    report.put("times", times);
    report.put("allowed_ms", Timings.ALLOWED_MS);
    report.put("files_cold", Cold.isPossible());
    report.put("machine", machine);
    report.put("panels", found);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}

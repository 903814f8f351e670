package dev.bridle.bench.pages;

import dev.bridle.bench.TemporaryFolder;
import dev.bridle.bench.report.Machine;
import dev.bridle.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The command {@code ./bridle bench pages}. */
@Command(
    name = "bench pages",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a server with a large organization and measures every page of it.",
      "Each is to take less than 50 ms."
    })
public final class PagesBench implements Callable<Integer> {
  private static final int WRONG_USE = 2;
  private static final int FEWEST_BUILDS = 2_000;

  @Option(names = "--builds", paramLabel = "N", description = "By default 10,000.")
  private int builds = 10_000;

  @Option(names = "--log-mb", paramLabel = "N", description = "The longest log; by default 100.")
  private int logMb = 100;

  @Option(names = "--engines", split = ",", description = "sqlite, postgresql; by default both.")
  private List<String> engines = List.of("sqlite", "postgresql");

  @Option(names = "--times", paramLabel = "N", description = "Each page; by default 200.")
  private int times = 200;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the JSON goes.")
  private @Nullable Path out;

  private PagesBench() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new PagesBench()).execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    boolean known = List.of("sqlite", "postgresql").containsAll(engines);
    if (!known || builds < FEWEST_BUILDS || times < 1 || logMb < 1 || logMb > 100) {
      System.err.printf(
          "bench: there are the engines sqlite and postgresql, at least %,d builds,"
              + " and logs of 1 to 100 MB%n",
          FEWEST_BUILDS);
      return WRONG_USE;
    }
    var machine = new Machine();
    var found = new ArrayList<PageTime>();
    for (String engine : engines) {
      try (var folder = new TemporaryFolder()) {
        found.addAll(
            engine.equals("sqlite") ? onSqlite(folder.path()) : onPostgresql(folder.path()));
      }
    }
    System.out.print(PagesTable.of(found));
    var described = machine.described();
    System.out.println("machine: " + described);
    if (out != null) {
      Files.writeString(out, json(found, described));
      System.out.println("written to " + out);
    }
    return found.stream().allMatch(PageTime::isQuick) ? 0 : 1;
  }

  private List<PageTime> onSqlite(Path folder) throws Exception {
    var url = DatabaseUrl.sqlite(folder.resolve("bridle.db"));
    return new PagesRun("sqlite", new Site(folder, Map.of()), url, size(), times).measure();
  }

  private List<PageTime> onPostgresql(Path folder) throws Exception {
    try (var server = EmbeddedPostgres.builder().start()) {
      String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
      var site = new Site(folder, Map.of("database-url", url));
      var database = DatabaseUrl.postgresql(url, Optional.empty());
      return new PagesRun("postgresql", site, database, size(), times).measure();
    }
  }

  private PagesSize size() {
    return PagesSize.of(builds, logMb);
  }

  private String json(List<PageTime> found, Map<String, Object> machine) {
    var report = new LinkedHashMap<String, Object>();
    report.put("builds", builds);
    report.put("log_mb", logMb);
    report.put("times", times);
    report.put("allowed_ms", PageTime.ALLOWED_MS);
    report.put("machine", machine);
    report.put("pages", found);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}

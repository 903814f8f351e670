package dev.bridle.bench;

import dev.bridle.bench.load.Generator;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.report.JsonReport;
import dev.bridle.bench.report.Machine;
import dev.bridle.bench.report.Table;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.target.UpstreamProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./bridle bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Bridle side by side with nginx, LiteLLM and Portkey, all on this machine.",
      "./bridle bench usage measures the usage page, ./bridle bench jmh runs the micro-benchmarks,",
      "./bridle bench --self-test tests the bench."
    })
public final class Bench implements Callable<Integer> {
  private static final int WRONG_USE = 2;

  @Option(names = "--quick", description = "Few targets and short rounds; Bridle still warms up.")
  private boolean quick;

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "NAME",
      description = "Of direct, nginx, bridle, litellm, portkey; by default all (quick: three).")
  private List<String> targets = List.of();

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Of plain, bursts, rate, instant, paced2000, paced9000; by default all.")
  private List<String> scenarios = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; by default 3 (quick: 1).")
  private int rounds;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the JSON goes.")
  private @Nullable Path out;

  @Option(names = "--java-opts", paramLabel = "OPTIONS", description = "More for Bridle's JVM.")
  private String javaOptions = "";

  @Option(names = "--jar", hidden = true, required = true)
  private Path jar = Path.of("bridle.jar");

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Options options = options();
    var unknown = unknown(options);
    if (!unknown.isEmpty()) {
      System.err.println("bench: unknown: " + String.join(", ", unknown));
      return WRONG_USE;
    }
    // Told now, not after twenty minutes.
    if (out != null && !canBeWritten(out)) {
      System.err.println("bench: can't write to " + out);
      return WRONG_USE;
    }
    return Watchdog.guarding(options.scale().longest(), () -> run(options));
  }

  private static boolean canBeWritten(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(file)
        ? !Files.isDirectory(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
  }

  private Options options() {
    Scale scale = quick ? Scale.QUICK : Scale.FULL;
    return new Options(
        rounds > 0 ? scale.withRounds(rounds) : scale,
        !targets.isEmpty() ? targets : quick ? Targets.QUICK : Targets.ALL,
        scenarios,
        jar,
        javaOptions.isBlank() ? List.of() : List.of(javaOptions.strip().split(" +", -1)));
  }

  private static List<String> unknown(Options options) {
    var keys = Scale.FULL.scenarios().stream().map(Scenario::key).toList();
    return Stream.concat(
            options.targets().stream().filter(name -> !Targets.ALL.contains(name)),
            options.scenarios().stream().filter(name -> !keys.contains(name)))
        .toList();
  }

  private int run(Options options) throws Exception {
    var machine = new Machine();
    var findings = new Findings();
    var versions = new LinkedHashMap<String, String>();
    try (var folder = new TemporaryFolder();
        var upstream = UpstreamProcess.start();
        var generator = new Generator();
        var chosen =
            new Closing(new Targets(options, folder.path(), upstream.port(), findings).chosen())) {
      for (Target target : chosen.targets()) {
        versions.put(target.name(), target.version());
      }
      new BenchRun(options, upstream, generator, findings, chosen.targets()).run();
    }
    report(options, findings, versions, machine);
    return findings.failures().isEmpty() ? 0 : 1;
  }

  private void report(
      Options options, Findings findings, Map<String, String> versions, Machine machine)
      throws IOException {
    System.out.println();
    System.out.print(Table.of(findings, List.copyOf(versions.keySet())));
    Map<String, Object> described = machine.described();
    System.out.println("versions: " + versions);
    System.out.println("machine: " + described);
    if (out != null) {
      Files.writeString(out, JsonReport.of(findings, versions, described, settings(options)));
      System.out.println("written to " + out);
    }
  }

  private Map<String, Object> settings(Options options) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("made_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    settings.put("quick", quick);
    settings.put("rounds", options.scale().rounds());
    settings.put("java_opts", javaOptions);
    return settings;
  }
}

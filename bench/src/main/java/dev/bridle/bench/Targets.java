package dev.bridle.bench;

import dev.bridle.bench.report.Findings;
import dev.bridle.bench.target.BridleServer;
import dev.bridle.bench.target.Direct;
import dev.bridle.bench.target.LiteLlm;
import dev.bridle.bench.target.Nginx;
import dev.bridle.bench.target.Portkey;
import dev.bridle.bench.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The targets that can be measured, by their names. */
final class Targets {
  static final List<String> QUICK = List.of(Direct.NAME, "nginx", "bridle");
  static final List<String> ALL = List.of(Direct.NAME, "nginx", "bridle", "litellm", "portkey");

  private final Options options;
  private final Path folder;
  private final int upstream;
  private final Findings findings;

  Targets(Options options, Path folder, int upstream, Findings findings) {
    this.options = options;
    this.folder = folder;
    this.upstream = upstream;
    this.findings = findings;
  }

  /** Those that were asked for and can run, the upstream itself always first. */
  List<Target> chosen() {
    var chosen = new ArrayList<Target>();
    chosen.add(new Direct(upstream));
    options.targets().stream()
        .filter(name -> !name.equals(Direct.NAME))
        .forEach(name -> find(name).ifPresent(chosen::add));
    return chosen;
  }

  private Optional<Target> find(String name) {
    return switch (name) {
      case "nginx" -> unless(name, Nginx.missing(), () -> new Nginx(folder, upstream));
      case "litellm" -> unless(name, LiteLlm.missing(), () -> new LiteLlm(folder, upstream));
      case "portkey" -> unless(name, Portkey.missing(), () -> new Portkey(folder, upstream));
      case "bridle" ->
          Optional.of(new BridleServer(options.jar(), folder, upstream, options.javaOptions()));
      default -> throw new IllegalArgumentException("there is no target '" + name + "'");
    };
  }

  private Optional<Target> unless(String name, Optional<String> missing, Supplier<Target> target) {
    if (missing.isPresent()) {
      findings.skip(name, "everything", missing.get());
      return Optional.empty();
    }
    return Optional.of(target.get());
  }
}

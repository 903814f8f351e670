package dev.bridle.bench;

import dev.bridle.bench.load.Expected;
import dev.bridle.bench.load.Generator;
import dev.bridle.bench.load.Load;
import dev.bridle.bench.load.Tally;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.report.Metric;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.target.UpstreamProcess;
import dev.bridle.bench.upstream.Answers;
import dev.bridle.bench.upstream.Asking;
import dev.bridle.bench.upstream.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything with every target: each round runs all scenarios, and each scenario goes through all
 * targets one after the other, so that a slow minute of the machine meets all of them.
 */
final class BenchRun {
  private static final Metric START_UP =
      Metric.absolute("start_up_ms", "start-up to first answer, ms", 0);
  private static final Metric IDLE = Metric.absolute("idle_mb", "resident MB, idle", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Options options;
  private final UpstreamProcess upstream;
  private final Generator generator;
  private final Findings findings;
  private final List<Target> targets;
  private final Map<String, Long> callsMade = new HashMap<>();

  BenchRun(
      Options options,
      UpstreamProcess upstream,
      Generator generator,
      Findings findings,
      List<Target> targets) {
    this.options = options;
    this.upstream = upstream;
    this.generator = generator;
    this.findings = findings;
    this.targets = new ArrayList<>(targets);
  }

  void run() throws Exception {
    for (Target target : List.copyOf(targets)) {
      upstream.become(Behaviour.plain(0));
      startOrLeave(target);
    }
    for (int round = 0; round < options.scale().rounds(); round++) {
      for (Scenario scenario : options.chosenScenarios()) {
        run(scenario, round);
      }
    }
  }

  /** Who does not start has failed, but does not keep the others from being measured. */
  private void startOrLeave(Target target) throws Exception {
    try {
      start(target);
    } catch (IllegalStateException e) {
      findings.fail(target.name(), "starting", String.valueOf(e.getMessage()));
      target.close();
      targets.remove(target);
    }
  }

  private void start(Target target) throws Exception {
    say("starting " + target.name());
    target.prepare();
    for (int i = 0; i < options.scale().startUps(); i++) {
      double ms = StartUp.measure(target);
      callsMade.merge(target.name(), 1L, Long::sum);
      if (target.processes().isPresent()) {
        findings.add(START_UP, target.name(), i, ms);
      }
    }
    var processes = target.processes();
    if (processes.isPresent()) {
      Thread.sleep(options.scale().settling());
      findings.add(IDLE, target.name(), 0, processes.get().residentMb());
      warmUp(target);
    }
  }

  private void warmUp(Target target) throws Exception {
    say("warming up " + target.name());
    try {
      for (Saturation kind :
          List.of(Saturation.plain(options.scale()), Saturation.bursts(options.scale()))) {
        if (kind.unsuited(target).isEmpty()) {
          upstream.become(kind.behaviour());
          call(kind, kind.firstWarmUp(), target);
        }
      }
    } catch (IllegalStateException e) {
      findings.fail(target.name(), "warming up", String.valueOf(e.getMessage()));
    }
  }

  private void run(Scenario scenario, int round) throws Exception {
    var order = new ArrayList<>(targets);
    Collections.rotate(order, -round);
    for (Target target : order) {
      var unsuited = scenario.unsuited(target);
      if (unsuited.isPresent()) {
        findings.skip(target.name(), scenario.title(), unsuited.get());
      } else {
        run(scenario, target, round);
      }
    }
  }

  private void run(Scenario scenario, Target target, int round) throws Exception {
    say("round " + (round + 1) + ": " + scenario.title() + ": " + target.name());
    upstream.become(scenario.behaviour());
    try {
      call(scenario, scenario.warmUp(), target);
      scenario.note(measure(scenario, target, round), findings);
      target.requireRecorded(callsMade.getOrDefault(target.name(), 0L));
    } catch (IllegalStateException e) {
      findings.fail(target.name(), scenario.title(), String.valueOf(e.getMessage()));
    }
  }

  private Sample measure(Scenario scenario, Target target, int round) throws Exception {
    var processes = target.processes();
    if (processes.isEmpty()) {
      Tally tally = call(scenario, scenario.load(), target);
      return new Sample(target.name(), round, tally, Double.NaN, Double.NaN);
    }
    double before = processes.get().cpuSeconds();
    try (var memory = new Memory(processes.get())) {
      Tally tally = call(scenario, scenario.load(), target);
      double cpuSeconds = processes.get().cpuSeconds() - before;
      return new Sample(target.name(), round, tally, cpuSeconds, memory.peakMb());
    }
  }

  private Tally call(Scenario scenario, Load load, Target target) throws InterruptedException {
    Behaviour behaviour = scenario.behaviour();
    var expected =
        new Expected(
            Answers.marks(behaviour), target.keepsBytes() ? Answers.body(behaviour).length : 0);
    var endpoint = target.endpoint();
    var request =
        Asking.request(
            endpoint.port(),
            endpoint.path(),
            endpoint.headers(),
            Asking.body(behaviour.isStream()));
    var streaming = Duration.ofMillis(behaviour.events() * behaviour.intervalMs());
    Tally tally = generator.run(load, endpoint.port(), request, expected, PATIENCE.plus(streaming));
    callsMade.merge(target.name(), tally.calls(), Long::sum);
    if (!tally.wrong().isEmpty()) {
      throw new IllegalStateException("answers were wrong: " + tally.wrong());
    }
    return tally;
  }

  private static void say(String what) {
    System.err.println(what);
  }
}

package dev.bridle.bench;

import dev.bridle.bench.load.Load;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.upstream.Behaviour;
import java.util.Optional;

/** Something that is done with every target in every round. */
interface Scenario {
  /** The word by which it is chosen. */
  String key();

  String title();

  Behaviour behaviour();

  Load warmUp();

  Load load();

  /** Why it is not run with a target; empty when it is. */
  Optional<String> unsuited(Target target);

  /** Writes down what was measured. */
  void note(Sample sample, Findings findings);
}

package dev.bridle.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run was asked for.
 *
 * @param scenarios keys of those to run; empty for all
 * @param jar of Bridle
 * @param javaOptions more options for Bridle's JVM
 */
record Options(
    Scale scale, List<String> targets, List<String> scenarios, Path jar, List<String> javaOptions) {
  List<Scenario> chosenScenarios() {
    return scale.scenarios().stream()
        .filter(scenario -> scenarios.isEmpty() || scenarios.contains(scenario.key()))
        .toList();
  }
}

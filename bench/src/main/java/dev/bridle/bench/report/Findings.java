package dev.bridle.bench.report;

import dev.bridle.bench.target.Direct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that a run has found. */
public final class Findings {
  /** Something that was left out or went wrong, of one target. */
  public record Remark(String target, String what, String why) {}

  private final Map<Metric, Map<String, Map<Integer, Double>>> values = new LinkedHashMap<>();
  private final List<Remark> skipped = new ArrayList<>();
  private final List<Remark> failures = new ArrayList<>();

  public void add(Metric metric, String target, int round, double value) {
    values
        .computeIfAbsent(metric, _ -> new LinkedHashMap<>())
        .computeIfAbsent(target, _ -> new TreeMap<>())
        .put(round, value);
  }

  /** Something that was not run, on purpose. */
  public void skip(String target, String what, String why) {
    var remark = new Remark(target, what, why);
    if (!skipped.contains(remark)) {
      skipped.add(remark);
    }
  }

  /** Something that was wrong: the run has failed. */
  public void fail(String target, String what, String why) {
    failures.add(new Remark(target, what, why));
  }

  public Collection<Metric> metrics() {
    return values.keySet();
  }

  public List<Remark> skipped() {
    return List.copyOf(skipped);
  }

  public List<Remark> failures() {
    return List.copyOf(failures);
  }

  /** A figure as it stands in the table. */
  public Optional<Figure> figure(Metric metric, String target) {
    var rounds = rounds(metric, target);
    return metric.overDirect() && !target.equals(Direct.NAME)
        ? figure(added(rounds, rounds(metric, Direct.NAME)))
        : figure(List.copyOf(rounds.values()));
  }

  /** What was measured, whatever it is compared with. */
  Optional<Figure> absolute(Metric metric, String target) {
    return figure(List.copyOf(rounds(metric, target).values()));
  }

  private Map<Integer, Double> rounds(Metric metric, String target) {
    return values.getOrDefault(metric, Map.of()).getOrDefault(target, Map.of());
  }

  private static List<Double> added(Map<Integer, Double> rounds, Map<Integer, Double> direct) {
    return rounds.entrySet().stream()
        .filter(entry -> direct.containsKey(entry.getKey()))
        .map(entry -> entry.getValue() - direct.getOrDefault(entry.getKey(), 0.0))
        .toList();
  }

  private static Optional<Figure> figure(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Figure.of(values));
  }
}

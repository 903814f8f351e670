package dev.bridle.web.usage;

import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.Totals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What one build used by model and by job, what cost most first. */
public record BuildPanel(Measured measured, Part models, Part jobs) implements Panel {
  /** How many models and jobs are shown. */
  static final int MOST = 20;

  /**
   * A table.
   *
   * @param others what is in none of its rows; empty when it is nothing
   */
  public record Part(List<BreakdownPanel.Row> rows, Optional<Totals> others) {
    private static Part of(Breakdown found, Function<Breakdown.Group, BreakdownPanel.Row> row) {
      return new Part(
          found.groups().stream().map(row).toList(),
          Optional.of(found.others()).filter(others -> !others.isNothing()));
    }
  }

  /**
   * From what was found.
   *
   * @param steps keys of the jobs' steps, as far as they have any
   * @param jobsAt where the pages of the build's jobs are; empty when the build is unknown
   */
  static BuildPanel of(
      Breakdown models,
      Breakdown jobs,
      Map<String, String> steps,
      Optional<String> jobsAt,
      Asked asked) {
    return new BuildPanel(
        asked.measured(),
        Part.of(
            models,
            group ->
                row(group, models.totals(), group.key(), "", asked.with("model", group.key()))),
        Part.of(
            jobs,
            group ->
                row(
                    group,
                    jobs.totals(),
                    steps.getOrDefault(group.key(), "Job"),
                    group.key(),
                    jobsAt.map(at -> at + "/" + group.key()).orElse(""))));
  }

  private static BreakdownPanel.Row row(
      Breakdown.Group group, Totals all, String name, String note, String address) {
    long percent = BreakdownPanel.percent(group.totals().cost().nanos(), all.cost().nanos());
    return new BreakdownPanel.Row(name, note, address, group.totals(), percent);
  }
}

package dev.bridle.web.build;

import dev.bridle.allowance.JobStandings;
import dev.bridle.allowance.Standing;
import dev.bridle.web.Words;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What single jobs have left of an allowance that each of them has for itself.
 *
 * @param what the allowance in words
 * @param lines of the jobs that used most of it
 * @param others what is to be said of the other jobs; empty when there are none
 */
public record JobBudget(String what, List<Line> lines, String others) {
  /** One job's own. */
  public record Line(JobRow job, Budget budget) {}

  /**
   * @param jobs those of the build that can call models, by their ids
   */
  static JobBudget of(JobStandings.Entry entry, Map<String, JobRow> jobs) {
    var lines =
        entry.most().stream()
            .filter(standing -> jobs.containsKey(standing.targetId()))
            .map(standing -> line(standing, jobs))
            .toList();
    int all = entry.allowance().targetId() == null ? jobs.size() : 1;
    return new JobBudget(Budget.said(entry.allowance()), lines, others(entry, lines, all));
  }

  private static Line line(Standing standing, Map<String, JobRow> jobs) {
    return new Line(Objects.requireNonNull(jobs.get(standing.targetId())), Budget.of(standing));
  }

  private static String others(JobStandings.Entry entry, List<Line> lines, int all) {
    int left = all - lines.size();
    if (left <= 0) {
      return "";
    }
    if (lines.isEmpty()) {
      return all == 1 ? "The job has used none of it." : "No job has used any of it.";
    }
    if (entry.used() <= lines.size()) {
      return left == 1
          ? "The other job has used none of it."
          : "The " + Words.number(left) + " other jobs have used none of it.";
    }
    String least = lines.getLast().budget().left();
    return left == 1
        ? "The other job has used less of it: at least " + least + " left."
        : "The "
            + Words.number(left)
            + " other jobs have used no more of it: each has at least "
            + least
            + " left.";
  }
}

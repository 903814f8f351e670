package dev.bridle.web.rule;

import dev.bridle.allowance.AllowanceTrialReport;
import dev.bridle.policy.PolicyTrialReport;
import dev.bridle.web.Visitor;
import dev.bridle.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What would have come of a change, as a page shows it.
 *
 * @param refused how many calls would have been refused
 * @param sentence the same in words
 * @param notes what else is to be known
 * @param rows what each of the samples stands for, in words; empty when there are none
 * @param more what is in none of the samples, in words; empty for nothing
 */
public record DryRun(
    Instant from,
    Instant to,
    long refused,
    String sentence,
    List<String> notes,
    List<Sample> samples,
    String rows,
    String more) {
  /**
   * A call that would have been refused.
   *
   * @param times how many calls it stands for
   */
  public record Sample(
      String build, String address, Instant at, String model, String why, long times) {}

  /** With something more that is to be known, before all else. */
  DryRun with(Optional<String> note) {
    var all = new ArrayList<String>();
    note.ifPresent(all::add);
    all.addAll(notes);
    return new DryRun(from, to, refused, sentence, all, samples, rows, more);
  }

  public DryRun {
    notes = List.copyOf(notes);
    samples = List.copyOf(samples);
  }

  static DryRun of(Visitor who, PolicyTrialReport report) {
    var notes = new ArrayList<String>();
    report.rules().stream()
        .filter(rule -> rule.reported() > 0)
        .map(rule ->
            "Rule %s would only have reported %s.".formatted(rule.rule(), calls(rule.reported())))
        .forEach(notes::add);
    if (report.refusedBefore() > 0) {
      notes.add(
          "Of %s that rules refused then, %s would be allowed."
              .formatted(calls(report.refusedBefore()), Words.number(report.allowedNow())));
    }
    report
        .notJudged()
        .forEach((why, times) -> notes.add("%s can't be judged: %s".formatted(calls(times), why)));
    if (!report.complete()) {
      notes.add("There were too many calls to look at all of them: only the newest were tried.");
    }
    var samples = samples(who, report);
    return new DryRun(
        report.from(),
        report.to(),
        report.refused(),
        sentence(report.judged(), report.refused(), report.from(), report.to()),
        notes,
        samples,
        samples.isEmpty() ? "" : "Each row is the newest call of one rule and build.",
        more(report.refused(), samples, report.sampled(), "rule and build", "rules and builds"));
  }

  private static List<Sample> samples(Visitor who, PolicyTrialReport report) {
    return report.samples().stream()
        .map(sample ->
            sample(
                who,
                sample.ask().pipelineSlug(),
                sample.ask().buildNumber(),
                sample.ask().askedMs(),
                sample.ask().model(),
                sample.denied().sentence(),
                sample.times()))
        .toList();
  }

  static DryRun of(Visitor who, AllowanceTrialReport report) {
    var notes = new ArrayList<String>();
    if (report.waiting() > 0) {
      notes.add(calls(report.waiting()) + " would have waited for others to end.");
    }
    if (report.unpriced() > 0) {
      notes.add(
          "Of these, %s because their model has no price.".formatted(calls(report.unpriced())));
    }
    if (report.open() > 0) {
      notes.add(calls(report.open()) + " are still under way: what they use is not known yet.");
    }
    if (report.refusedBefore() > 0) {
      notes.add(
          calls(report.refusedBefore())
              + " can't be judged: allowances refused them then, so what they would have used is not known.");
    }
    if (!report.complete()) {
      notes.add("There were too many calls to look at all of them: only the oldest were tried.");
    }
    var samples = samples(who, report);
    return new DryRun(
        report.from(),
        report.to(),
        report.refused(),
        sentence(report.judged(), report.refused(), report.from(), report.to()),
        notes,
        samples,
        samples.isEmpty() ? "" : "Each row is the first call of one target.",
        more(report.refused(), samples, report.targets(), "target", "targets"));
  }

  private static List<Sample> samples(Visitor who, AllowanceTrialReport report) {
    var unit = report.allowance().unit();
    return report.samples().stream()
        .map(sample ->
            sample(
                who,
                sample.call().pipelineSlug(),
                sample.call().buildNumber(),
                sample.call().call().openedMs(),
                sample.call().call().model(),
                "%s used of %s, and %s more needed"
                    .formatted(
                        Amounts.number(unit, sample.settled()),
                        Amounts.set(unit, report.allowance().amount()),
                        Amounts.number(unit, sample.needed())),
                sample.times()))
        .toList();
  }

  private static String sentence(long judged, long refused, Instant from, Instant to) {
    long days = Math.max(1, Math.round(Duration.between(from, to).toHours() / 24.0));
    String time = days == 1 ? "the last day" : "the last " + days + " days";
    if (judged == 0) {
      return "No call of " + time + " tells anything about this.";
    }
    if (judged == 1) {
      return "The one call of %s would %shave been refused."
          .formatted(time, refused == 0 ? "not " : "");
    }
    return refused == 0
        ? "None of the %s of %s would have been refused.".formatted(calls(judged), time)
        : "%s of the %s of %s would have been refused."
            .formatted(Words.number(refused), calls(judged), time);
  }

  /** Of the calls that would have been refused those that no row stands for. */
  static String more(long refused, List<Sample> samples, long all, String one, String several) {
    long left = refused - samples.stream().mapToLong(Sample::times).sum();
    long others = all - samples.size();
    return left <= 0
        ? ""
        : "And %s more, of %s other %s."
            .formatted(calls(left), Words.number(others), others == 1 ? one : several);
  }

  private static String calls(long number) {
    return number == 1 ? "1 call" : Words.number(number) + " calls";
  }

  private static Sample sample(
      Visitor who,
      String pipelineSlug,
      long buildNumber,
      long atMs,
      String model,
      String why,
      long times) {
    return new Sample(
        pipelineSlug + " #" + buildNumber,
        "/" + who.membership().slug() + "/" + pipelineSlug + "/builds/" + buildNumber,
        Instant.ofEpochMilli(atMs),
        model,
        why,
        times);
  }
}

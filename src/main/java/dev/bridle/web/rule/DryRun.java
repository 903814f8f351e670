package dev.bridle.web.rule;

import dev.bridle.allowance.AllowanceTrialReport;
import dev.bridle.policy.PolicyTrialReport;
import dev.bridle.web.Visitor;
import dev.bridle.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What would have come of a change, as a page shows it.
 *
 * @param refused how many calls would have been refused
 * @param sentence the same in words
 * @param notes what else is to be known
 */
public record DryRun(
    Instant from,
    Instant to,
    long refused,
    String sentence,
    List<String> notes,
    List<Sample> samples) {
  /** A call that would have been refused. */
  public record Sample(String build, String address, Instant at, String model, String why) {}

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
    return new DryRun(
        report.from(),
        report.to(),
        report.refused(),
        sentence(report.judged(), report.refused(), report.from(), report.to()),
        notes,
        report.samples().stream()
            .map(sample ->
                sample(
                    who,
                    sample.ask().pipelineSlug(),
                    sample.ask().buildNumber(),
                    sample.ask().askedMs(),
                    sample.ask().model(),
                    sample.denied().sentence()))
            .toList());
  }

  static DryRun of(Visitor who, AllowanceTrialReport report) {
    var unit = report.allowance().unit();
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
    return new DryRun(
        report.from(),
        report.to(),
        report.refused(),
        sentence(report.judged(), report.refused(), report.from(), report.to()),
        notes,
        report.samples().stream()
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
                            Amounts.number(unit, sample.needed()))))
            .toList());
  }

  private static String sentence(long judged, long refused, Instant from, Instant to) {
    long days = Math.max(1, Math.round(Duration.between(from, to).toHours() / 24.0));
    String time = days == 1 ? "the last day" : "the last " + days + " days";
    if (judged == 0) {
      return "No call of " + time + " tells anything about this.";
    }
    return refused == 0
        ? "None of the %s of %s would have been refused.".formatted(calls(judged), time)
        : "%s of the %s of %s would have been refused."
            .formatted(Words.number(refused), calls(judged), time);
  }

  private static String calls(long number) {
    return number == 1 ? "1 call" : Words.number(number) + " calls";
  }

  private static Sample sample(
      Visitor who, String pipelineSlug, long buildNumber, long atMs, String model, String why) {
    return new Sample(
        pipelineSlug + " #" + buildNumber,
        "/" + who.membership().slug() + "/" + pipelineSlug + "/builds/" + buildNumber,
        Instant.ofEpochMilli(atMs),
        model,
        why);
  }
}

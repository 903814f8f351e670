package dev.bridle.policy;

import dev.bridle.ledger.PastAsk;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy would have said of the calls of some days.
 *
 * @param complete false when there were too many to look at all of them; the newest come first
 * @param judged how many calls that were made could be judged
 * @param refused how many of those it would have refused
 * @param samples one refused call of each rule and build, up to some number
 * @param sampled how many rules and builds there would have to be samples of
 * @param refusedBefore how many calls that a rule refused could be judged
 * @param allowedNow how many of those it would have allowed
 * @param notJudged why calls could not be judged, and how many
 */
public record PolicyTrialReport(
    Instant from,
    Instant to,
    boolean complete,
    long judged,
    long refused,
    List<OfRule> rules,
    List<Sample> samples,
    long sampled,
    long refusedBefore,
    long allowedNow,
    Map<String, Long> notJudged) {
  public PolicyTrialReport {
    rules = List.copyOf(rules);
    samples = List.copyOf(samples);
    notJudged = Collections.unmodifiableMap(new LinkedHashMap<>(notJudged));
  }

  /**
   * What one rule would have done.
   *
   * @param reported how many calls it would only have reported
   * @param sentence what the first of them would have been told
   */
  public record OfRule(String rule, long refused, long reported, String sentence) {
    OfRule plus(OfRule more) {
      return new OfRule(rule, refused + more.refused, reported + more.reported, sentence);
    }
  }

  /**
   * A call that would have been refused.
   *
   * @param times how many calls of its build that rule would have refused, with this one
   */
  public record Sample(PastAsk ask, Decision.Denied denied, long times) {
    Sample with(long allOfIt) {
      return new Sample(ask, denied, allOfIt);
    }
  }
}

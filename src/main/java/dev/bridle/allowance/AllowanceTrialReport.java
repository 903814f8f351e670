package dev.bridle.allowance;

import dev.bridle.ledger.SpentCall;
import java.time.Instant;
import java.util.List;

/**
 * What an allowance would have done to the calls of some days.
 *
 * @param to until when; earlier than now when there were too many to look at all of them
 * @param judged how many calls it covers
 * @param refused how many of them would have found no room, at least
 * @param waiting how many would have waited for other calls to end
 * @param unpriced how many of the refused ones because their model has no price
 * @param targets how many targets had calls refused
 * @param open how many calls are still under way: nobody knows yet what they use
 * @param refusedBefore how many calls allowances refused then: nobody knows what they would have
 *     used
 */
public record AllowanceTrialReport(
    Allowance allowance,
    Instant from,
    Instant to,
    boolean complete,
    long judged,
    long refused,
    long waiting,
    long unpriced,
    long targets,
    List<Sample> samples,
    long open,
    long refusedBefore) {
  public AllowanceTrialReport {
    samples = List.copyOf(samples);
  }

  /**
   * The first call of a target that would have been refused, and what was used until then.
   *
   * @param times how many calls of the target would have been refused, with this one
   */
  public record Sample(SpentCall call, String targetId, long needed, long settled, long times) {
    Sample with(long allOfIt) {
      return new Sample(call, targetId, needed, settled, allOfIt);
    }
  }
}

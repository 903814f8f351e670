package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.condition.Deadline;
import dev.bridle.ledger.PastAsk;
import dev.bridle.ledger.PastAsks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries a policy on calls that were made and refused before: what it would have said of them.
 * Newest first, within bounds of time and number, so that a large ledger keeps nobody waiting.
 */
public final class PolicyTrial {
  private static final int PAGE = 500;

  private final PastAsks asks;
  private final JobTokens jobs;
  private final InstantSource clock;
  private final int most;
  private final Duration patience;

  public PolicyTrial(PastAsks asks, JobTokens jobs, InstantSource clock) {
    this(asks, jobs, clock, 100_000, Duration.ofSeconds(10));
  }

  /**
   * @param most so many calls are looked at
   * @param patience so long may all of it take
   */
  PolicyTrial(PastAsks asks, JobTokens jobs, InstantSource clock, int most, Duration patience) {
    this.asks = asks;
    this.jobs = jobs;
    this.clock = clock;
    this.most = most;
    this.patience = patience;
  }

  /** What a policy would have said in the time until now. */
  public PolicyTrialReport run(String organizationId, CompiledPolicy policy, Duration time) {
    Instant to = clock.instant();
    Instant from = to.minus(time);
    var deadline = Deadline.in(patience);
    var tally = new TrialTally();
    var judge = new PastJudge(policy);
    long fromMs = from.toEpochMilli();
    boolean made =
        walk(
            before -> asks.made(organizationId, fromMs, before, PAGE),
            page -> judge.judge(page, jobsOf(organizationId, page), deadline, tally::ofMade),
            deadline);
    boolean refused =
        walk(
            before -> asks.refusedByRules(organizationId, fromMs, before, PAGE),
            page -> judge.judge(page, jobsOf(organizationId, page), deadline, tally::ofRefused),
            deadline);
    return tally.report(from, to, made && refused);
  }

  /** Reads the page after a call. */
  private interface Pages {
    List<PastAsk> after(@Nullable PastAsk before);
  }

  /** False when there was no time, or no room, for all. */
  private boolean walk(Pages pages, Predicate<List<PastAsk>> judge, Deadline deadline) {
    PastAsk last = null;
    for (int seen = 0; seen < most; seen += PAGE) {
      if (deadline.passed()) {
        return false;
      }
      var page = pages.after(last);
      if (!judge.test(page)) {
        return false;
      }
      if (page.size() < PAGE) {
        return true;
      }
      last = page.getLast();
    }
    return false;
  }

  private Map<String, JobIdentity> jobsOf(String organizationId, List<PastAsk> page) {
    Set<String> ids = new HashSet<>();
    page.forEach(ask -> ids.add(ask.jobId()));
    return jobs.list(organizationId, ids);
  }
}

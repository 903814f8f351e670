package dev.bridle.allowance;

import dev.bridle.ledger.SpentCall;
import dev.bridle.ledger.SpentCalls;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries an allowance on calls that were made before: which of them would have found no room. Calls
 * are taken in the order in which they came, within bounds of time and number.
 */
public final class AllowanceTrial {
  private static final int PAGE = 500;

  /** Longer than this nobody looks back for what was spent in a window that never ends. */
  private static final Duration LOOK_BACK = Duration.ofDays(100);

  private final Database database;
  private final SpentCalls calls;
  private final Function<String, PriceBook> prices;
  private final InstantSource clock;
  private final int most;
  private final Duration patience;

  /**
   * @param prices the book that is in force for an organization
   */
  public AllowanceTrial(
      Database database, Function<String, PriceBook> prices, InstantSource clock) {
    this(database, prices, clock, 100_000, Duration.ofSeconds(10));
  }

  /**
   * @param most so many calls are looked at
   * @param patience so long may all of it take
   */
  AllowanceTrial(
      Database database,
      Function<String, PriceBook> prices,
      InstantSource clock,
      int most,
      Duration patience) {
    this.database = database;
    this.calls = new SpentCalls(database);
    this.prices = prices;
    this.clock = clock;
    this.most = most;
    this.patience = patience;
  }

  /** A new allowance, in the time until now. */
  public AllowanceTrialReport run(String organizationId, AllowanceTerms terms, Duration time) {
    String target = terms.target();
    String targetId =
        target == null
            ? null
            : database.read(sql -> new Targets(sql, organizationId).idOf(terms.scope(), target));
    var allowance = terms.allowance(Uuid7.at(clock.instant()), 0, organizationId, targetId);
    return run(allowance, time);
  }

  /** One that there is, with another amount or mode; empty when there is none. */
  public Optional<AllowanceTrialReport> run(
      String organizationId, String id, AllowanceChange change, Duration time) {
    return database
        .read(sql -> AllowanceRows.find(sql, organizationId, id))
        .map(before ->
            run(before.with(change.amount().orElse(null), change.mode().orElse(null)), time));
  }

  private AllowanceTrialReport run(Allowance allowance, Duration time) {
    Instant to = clock.instant();
    Instant from = to.minus(time);
    long began = System.nanoTime();
    var past = calls.between(allowance.organizationId(), from.toEpochMilli(), to.toEpochMilli());
    var spent = SpentBefore.of(database, allowance, from.toEpochMilli(), LOOK_BACK.toMillis());
    var simulation =
        new Simulation(
            allowance, from.toEpochMilli(), spent, prices.apply(allowance.organizationId()));
    boolean complete = false;
    SpentCall last = null;
    for (int seen = 0; seen < most && !complete; seen += PAGE) {
      if (System.nanoTime() - began > patience.toNanos()) {
        break;
      }
      var page = calls.list(past, last, PAGE);
      page.forEach(simulation::take);
      complete = page.size() < PAGE;
      last = page.isEmpty() ? last : page.getLast();
    }
    Instant end = complete || last == null ? to : Instant.ofEpochMilli(last.call().openedMs());
    return simulation.report(
        from, end, complete, calls.open(past), calls.refusedByAllowances(past));
  }
}

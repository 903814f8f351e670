package dev.bridle.allowance;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.ledger.PastCalls;
import dev.bridle.ledger.Review;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Brings past calls to the prices of now. No row is changed: what a call costs more or less becomes
 * a row of its own. Whoever is stopped in the middle begins again and corrects the rest.
 */
public final class Repricing {
  /** So many calls are looked at together and corrected in one transaction. */
  private static final int AT_A_TIME = 300;

  private final Database database;
  private final AuditLog audit;
  private final Admissions admissions;
  private final Function<String, PriceBook> present;
  private final BiFunction<String, String, Optional<PriceBook>> versions;
  private final int atATime;
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  /**
   * @param present the book that is in force for an organization
   * @param versions the book of a version, by organization and version
   */
  public Repricing(
      Database database,
      AuditLog audit,
      Admissions admissions,
      Function<String, PriceBook> present,
      BiFunction<String, String, Optional<PriceBook>> versions) {
    this(database, audit, admissions, present, versions, AT_A_TIME);
  }

  Repricing(
      Database database,
      AuditLog audit,
      Admissions admissions,
      Function<String, PriceBook> present,
      BiFunction<String, String, Optional<PriceBook>> versions,
      int atATime) {
    this.database = database;
    this.audit = audit;
    this.admissions = admissions;
    this.present = present;
    this.versions = versions;
    this.atATime = atATime;
  }

  /** What there would be to correct of the calls that were opened in this time. */
  public Repriced look(String organizationId, Instant from, Instant to) {
    return begin(organizationId, from, to).found();
  }

  /** Corrects the calls that were opened in this time; {@code to} is not included. */
  public Repriced run(Actor actor, String organizationId, Instant from, Instant to) {
    // One after the other: what is still to correct follows from what was corrected before.
    var turn = turns.computeIfAbsent(organizationId, _ -> new ReentrantLock());
    turn.lock();
    try {
      var run = begin(organizationId, from, to);
      var event = event(organizationId, from, to, run.found());
      run.recording(sql -> audit.record(sql.builder(), actor, event));
      while (run.step()) {
        // In small transactions, so that no call waits long for its row.
      }
      return run.found();
    } finally {
      turn.unlock();
    }
  }

  RepricingRun begin(String organizationId, Instant from, Instant to) {
    var prices = present.apply(organizationId);
    var calls = PastCalls.of(database, organizationId, from.toEpochMilli(), to.toEpochMilli());
    return new RepricingRun(
        admissions,
        organizationId,
        prices.version(),
        () ->
            new Review(
                database,
                calls,
                prices,
                version -> versions.apply(organizationId, version),
                atATime));
  }

  private static AuditEvent event(String organizationId, Instant from, Instant to, Repriced found) {
    var after = new LinkedHashMap<String, Object>();
    after.put("from", from.toString());
    after.put("to", to.toString());
    after.put("price_version", found.priceVersion());
    after.put("calls", found.calls());
    after.put("corrected", found.corrected());
    after.put("skipped", found.skipped());
    after.put("difference_usd", found.difference().toString());
    return new AuditEvent(
        organizationId,
        "LEDGER_REPRICED",
        "LEDGER",
        organizationId,
        "prices " + found.priceVersion(),
        Map.of(),
        after);
  }
}

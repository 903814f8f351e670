package dev.bridle.allowance;

import dev.bridle.audit.AuditLog;
import dev.bridle.ledger.Ledger;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.MovableClock;
import java.time.Duration;

/** A database and the server's part that admits calls, which can die and come back. */
final class World implements AutoCloseable {
  final MovableClock clock = new MovableClock();
  private final DatabaseUrl url;
  private final Duration patience;
  private Database database;
  private Admissions admissions;
  private Allowances allowances;

  /** Waiting ends when room comes free, never by the time on the wall. */
  World(DatabaseUrl url) {
    this(url, Duration.ofDays(1));
  }

  World(DatabaseUrl url, Duration patience) {
    this.url = url;
    this.patience = patience;
    database = Database.open(url);
    start();
  }

  private void start() {
    admissions = new Admissions(database, new Ledger(database, clock), clock, patience);
    admissions.recover();
    allowances = new Allowances(database, new AuditLog(database, clock), admissions, clock);
  }

  /** Everything that was only in memory is gone. */
  void die() {
    database.close();
    database = Database.open(url);
    start();
  }

  Database database() {
    return database;
  }

  Admissions admissions() {
    return admissions;
  }

  Allowances allowances() {
    return allowances;
  }

  /** Re-pricing by these prices, two calls at a time. */
  Repricing repricing(OtherPrices prices) {
    return new Repricing(
        database,
        new AuditLog(database, clock),
        admissions,
        _ -> prices.book(),
        (_, version) -> OtherPrices.find(version),
        2);
  }

  @Override
  public void close() {
    database.close();
  }
}

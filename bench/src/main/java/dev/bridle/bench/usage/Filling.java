package dev.bridle.bench.usage;

import dev.bridle.bench.rows.Bulk;
import dev.bridle.ledger.GeneratedCall;
import dev.bridle.ledger.GeneratedSums;
import dev.bridle.store.DatabaseUrl;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/** Writes generated calls past the server: their rows, their sums, some refusals. */
final class Filling implements AutoCloseable {
  private static final long DAY_MS = 86_400_000;

  private final Bulk bulk;
  private long settled;

  Filling(DatabaseUrl url) throws SQLException {
    bulk = new Bulk(url);
  }

  /**
   * Fills in a year of one organization.
   *
   * @param told is told how many calls there are after each day
   */
  void fill(String organizationId, YearSize size, long seed, LongConsumer told)
      throws SQLException {
    bulk.run(
        "insert into organization (id, slug, name, created_ms) values (?, ?, ?, 0)",
        organizationId,
        organizationId,
        organizationId);
    long hoursFromMs = (size.lastDay().toEpochDay() - 35) * DAY_MS;
    new GeneratedYear(organizationId, size, seed)
        .days(calls -> {
          calls.forEach(this::addCall);
          GeneratedSums.add(calls, hoursFromMs, bulk::add);
          for (int i = 0; i < calls.size(); i += 100) {
            bulk.add(RefusedRow.INSERT, RefusedRow.of(calls.get(i)));
          }
          bulk.commit();
          told.accept(settled);
        });
    bulk.run("update usage_cursor set settle_no = ?", settled);
    BudgetRows.add(bulk, organizationId, size);
    bulk.commit();
  }

  private void addCall(GeneratedCall call) {
    settled++;
    String jobId = call.build().id().substring(0, 34) + "-j";
    bulk.add(CallRows.INSERT, CallRows.of(call, jobId, settled));
  }

  void finish() throws SQLException {
    bulk.finish();
  }

  @Override
  public void close() throws SQLException {
    bulk.close();
  }
}

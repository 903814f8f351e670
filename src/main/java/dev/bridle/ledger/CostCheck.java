package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/**
 * The cost of every exactly known call, against what its usage costs by its version of prices; and
 * of every corrected one, against what it costs by the version of each correction.
 */
public final class CostCheck implements Check {
  private static final List<SelectField<?>> COLUMNS = columns();

  private final Database database;
  private final BiFunction<String, String, Optional<PriceBook>> books;

  /**
   * @param books the book of a version, by organization and version
   */
  public CostCheck(Database database, BiFunction<String, String, Optional<PriceBook>> books) {
    this.database = database;
    this.books = books;
  }

  private static List<SelectField<?>> columns() {
    List<SelectField<?>> columns = new ArrayList<>(SettledCall.COLUMNS);
    columns.add(MODEL_CALL.CORRECTS);
    return List.copyOf(columns);
  }

  @Override
  public String name() {
    return "costs";
  }

  @Override
  public void verify(String organizationId, Findings findings) {
    var walk = new Walk(organizationId, findings);
    new SettledRows(database).each(organizationId, COLUMNS, walk::see);
  }

  /** Goes through the rows in the order of their ids, in which corrections follow their call. */
  private final class Walk {
    private final String organizationId;
    private final Findings findings;
    private final Map<String, Optional<PriceBook>> known = new HashMap<>();
    private @Nullable SettledCall call;
    private Money cost = Money.ZERO;
    private Money atMost = Money.ZERO;

    Walk(String organizationId, Findings findings) {
      this.organizationId = organizationId;
      this.findings = findings;
    }

    void see(Record row) {
      String corrects = row.get(MODEL_CALL.CORRECTS);
      if (corrects != null) {
        correction(row, corrects);
        return;
      }
      call = SettledCall.of(row);
      cost = call.cost();
      atMost = call.atMost();
      if (call.isExact()) {
        verify(call);
      }
    }

    private void verify(SettledCall exact) {
      String subject = "call " + exact.id();
      findings.compare(
          subject + ", usage", SettledCall.counts(exact.said()), SettledCall.counts(exact.kept()));
      var expected = exact.costBy(book(exact.priceVersion()));
      if (expected.isEmpty() || exact.isUnbilled(expected.get())) {
        findings.skip();
      } else {
        findings.compare(subject + ", cost", expected.get(), exact.cost());
      }
    }

    /** With each correction, what is known and the most it can be are what the call costs. */
    private void correction(Record row, String corrects) {
      if (call == null || !call.id().equals(corrects)) {
        findings.skip(); // The call was deleted with time, and its correction will be next.
        return;
      }
      cost = cost.plus(new Money(row.get(MODEL_CALL.COST_NANO)));
      atMost = atMost.plus(SettledCall.atMost(row));
      var expected = call.costBy(book(row.get(MODEL_CALL.PRICE_VERSION)));
      if (expected.isEmpty()) {
        findings.skip();
      } else {
        findings.compare(
            "call " + call.id() + ", corrected cost",
            List.of(expected.get(), expected.get()),
            List.of(cost, atMost));
      }
    }

    private @Nullable PriceBook book(String priceVersion) {
      return known
          .computeIfAbsent(priceVersion, version -> books.apply(organizationId, version))
          .orElse(null);
    }
  }
}

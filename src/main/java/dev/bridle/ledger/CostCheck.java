package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.meter.Usage;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** The cost of every exactly known call, against what its usage costs by its version of prices. */
public final class CostCheck implements Check {
  private static final List<SelectField<?>> COLUMNS =
      List.of(
          MODEL_CALL.METHOD,
          MODEL_CALL.MODEL_SENT,
          MODEL_CALL.MODEL_ANSWERED,
          MODEL_CALL.CERTAINTY,
          MODEL_CALL.PRICE_VERSION,
          MODEL_CALL.OPENED_MS,
          MODEL_CALL.INPUT_TOKENS,
          MODEL_CALL.OUTPUT_TOKENS,
          MODEL_CALL.CACHE_READ_TOKENS,
          MODEL_CALL.CACHE_WRITE_5M_TOKENS,
          MODEL_CALL.CACHE_WRITE_1H_TOKENS,
          MODEL_CALL.WEB_SEARCHES,
          MODEL_CALL.COST_NANO,
          MODEL_CALL.USAGE_VERBATIM);

  private final Database database;
  private final BiFunction<String, String, Optional<PriceBook>> books;

  /**
   * @param books the book of a version, by organization and version
   */
  public CostCheck(Database database, BiFunction<String, String, Optional<PriceBook>> books) {
    this.database = database;
    this.books = books;
  }

  @Override
  public String name() {
    return "costs";
  }

  @Override
  public void verify(String organizationId, Findings findings) {
    Map<String, Optional<PriceBook>> known = new HashMap<>();
    new SettledRows(database)
        .each(
            organizationId,
            COLUMNS,
            row -> {
              if (Certainty.EXACT.word().equals(row.get(MODEL_CALL.CERTAINTY))) {
                var book =
                    known.computeIfAbsent(
                        row.get(MODEL_CALL.PRICE_VERSION),
                        version -> books.apply(organizationId, version));
                verify(row, book.orElse(null), findings);
              }
            });
  }

  private static void verify(Record row, @Nullable PriceBook book, Findings findings) {
    String subject = "call " + row.get(MODEL_CALL.ID);
    Usage kept = kept(row);
    Usage said = said(row, kept);
    findings.compare(subject + ", usage", counts(said), counts(kept));
    Optional<Money> cost = cost(row, book, said);
    Money stored = new Money(row.get(MODEL_CALL.COST_NANO));
    if (cost.isEmpty() || mayBeUnbilled(row, stored)) {
      findings.skip();
    } else {
      findings.compare(subject + ", cost", cost.get(), stored);
    }
  }

  /** A refusal before the first word is free although it has usage; the row doesn't tell which. */
  private static boolean mayBeUnbilled(Record row, Money stored) {
    return stored.equals(Money.ZERO) && !isFree(row);
  }

  private static Optional<Money> cost(Record row, @Nullable PriceBook book, Usage usage) {
    if (isFree(row)) {
      return Optional.of(Money.ZERO);
    }
    String answered = row.get(MODEL_CALL.MODEL_ANSWERED);
    String model = answered == null ? row.get(MODEL_CALL.MODEL_SENT) : answered;
    return book == null
        ? Optional.empty()
        : Cost.of(
            book, Instant.ofEpochMilli(row.get(MODEL_CALL.OPENED_MS)), UsageBill.of(model, usage));
  }

  private static boolean isFree(Record row) {
    String outcome = row.get(MODEL_CALL.OUTCOME);
    return row.get(MODEL_CALL.METHOD).equals("sandbox")
        || outcome.equals(Outcome.NOT_SENT.word())
        || outcome.equals(Outcome.UPSTREAM_ERROR.word());
  }

  /** The usage in the provider's own words, where they were kept and count. */
  private static Usage said(Record row, Usage kept) {
    String verbatim = row.get(MODEL_CALL.USAGE_VERBATIM);
    boolean refused = row.get(MODEL_CALL.OUTCOME).equals(Outcome.UPSTREAM_ERROR.word());
    return verbatim == null || refused ? kept : Usage.ofVerbatim(verbatim);
  }

  private static Usage kept(Record row) {
    return new Usage(
        row.get(MODEL_CALL.INPUT_TOKENS),
        row.get(MODEL_CALL.OUTPUT_TOKENS),
        row.get(MODEL_CALL.CACHE_READ_TOKENS),
        row.get(MODEL_CALL.CACHE_WRITE_5M_TOKENS),
        row.get(MODEL_CALL.CACHE_WRITE_1H_TOKENS),
        row.get(MODEL_CALL.WEB_SEARCHES),
        null,
        null,
        null,
        List.of());
  }

  private static List<Long> counts(Usage usage) {
    return List.of(
        usage.input(),
        usage.output(),
        usage.cacheRead(),
        usage.cacheWrite5m(),
        usage.cacheWrite1h(),
        usage.webSearches());
  }
}

package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.meter.Usage;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/**
 * What a settled row says of its call's usage and cost, and what that usage costs by any prices.
 *
 * @param free whether it costs nothing whatever it used
 * @param model the model that is to be paid
 * @param kept the counts of the row
 * @param said the usage in the provider's own words, where they were kept and count
 * @param atMost what hard budgets count of it
 */
record SettledCall(
    String id,
    boolean free,
    String model,
    Instant openedAt,
    String priceVersion,
    @Nullable String certainty,
    Usage kept,
    Usage said,
    boolean verbatim,
    Money cost,
    Money atMost) {
  /** Beside the id and the outcome. */
  static final List<SelectField<?>> COLUMNS =
      List.of(
          MODEL_CALL.PROVIDER,
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
          MODEL_CALL.COST_AT_MOST_NANO,
          MODEL_CALL.USAGE_VERBATIM);

  static SettledCall of(Record row) {
    Usage kept = kept(row);
    String answered = row.get(MODEL_CALL.MODEL_ANSWERED);
    return new SettledCall(
        row.get(MODEL_CALL.ID),
        isFree(row),
        answered == null ? row.get(MODEL_CALL.MODEL_SENT) : answered,
        Instant.ofEpochMilli(row.get(MODEL_CALL.OPENED_MS)),
        row.get(MODEL_CALL.PRICE_VERSION),
        row.get(MODEL_CALL.CERTAINTY),
        kept,
        said(row, kept),
        row.get(MODEL_CALL.USAGE_VERBATIM) != null,
        new Money(row.get(MODEL_CALL.COST_NANO)),
        atMost(row));
  }

  /** What hard budgets count of a row; where nobody knows a bound, it is what is known. */
  static Money atMost(Record row) {
    Long most = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    return new Money(most == null ? row.get(MODEL_CALL.COST_NANO) : most);
  }

  boolean isExact() {
    return Certainty.EXACT.word().equals(certainty);
  }

  /**
   * Whether everything that it used is known. Of one that is so but had no price the counts are
   * those that the provider said; of one that never began to answer there are none.
   */
  boolean isWhollyKnown() {
    boolean unpriced =
        Certainty.FLOOR.word().equals(certainty)
            && verbatim
            && kept.prompt() + kept.output() > 0
            && counts(kept).equals(counts(said));
    return isExact() || unpriced;
  }

  /** What its usage costs by a book; empty when the book is not known or has no price. */
  Optional<Money> costBy(@Nullable PriceBook book) {
    if (free) {
      return Optional.of(Money.ZERO);
    }
    return book == null ? Optional.empty() : Cost.of(book, openedAt, UsageBill.of(model, said));
  }

  /**
   * Whether its provider took nothing for what it used, as for a refusal before the first word: the
   * row costs nothing although its usage has a price.
   *
   * @param byOwnPrices what its usage costs by the prices of its own version
   */
  boolean isUnbilled(Money byOwnPrices) {
    return isExact() && cost.equals(Money.ZERO) && !byOwnPrices.equals(Money.ZERO);
  }

  private static boolean isFree(Record row) {
    String outcome = row.get(MODEL_CALL.OUTCOME);
    return row.get(MODEL_CALL.METHOD).equals("sandbox")
        || outcome.equals(Outcome.NOT_SENT.word())
        || outcome.equals(Outcome.UPSTREAM_ERROR.word());
  }

  private static Usage said(Record row, Usage kept) {
    String verbatim = row.get(MODEL_CALL.USAGE_VERBATIM);
    boolean refused = row.get(MODEL_CALL.OUTCOME).equals(Outcome.UPSTREAM_ERROR.word());
    return verbatim == null || refused
        ? kept
        : Usage.ofVerbatim(row.get(MODEL_CALL.PROVIDER), verbatim);
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

  static List<Long> counts(Usage usage) {
    return List.of(
        usage.input(),
        usage.output(),
        usage.cacheRead(),
        usage.cacheWrite5m(),
        usage.cacheWrite1h(),
        usage.webSearches());
  }
}

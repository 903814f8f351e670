package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Goes once through past calls, and tells which cost something else by other prices. */
public final class Review {
  private static final List<SelectField<?>> COLUMNS = columns();

  private final Database database;
  private final PastCalls calls;
  private final PriceBook prices;
  private final Function<String, Optional<PriceBook>> versions;
  private final int pageSize;
  private final Map<String, Optional<PriceBook>> known = new HashMap<>();
  private @Nullable Record last;
  private boolean ended;

  /**
   * @param prices those that the calls are held against
   * @param versions the book of a version that a row names
   */
  public Review(
      Database database,
      PastCalls calls,
      PriceBook prices,
      Function<String, Optional<PriceBook>> versions,
      int pageSize) {
    this.database = database;
    this.calls = calls;
    this.prices = prices;
    this.versions = versions;
    this.pageSize = pageSize;
  }

  /**
   * Some calls.
   *
   * @param calls how many there were
   * @param skipped those of them whose cost can't be told
   * @param corrections what is to be written, so that all others cost what the prices say
   */
  public record Page(long calls, long skipped, List<Correction> corrections) {}

  private record Earlier(long count, Money cost, Money atMost) {
    static final Earlier NONE = new Earlier(0, Money.ZERO, Money.ZERO);
  }

  private static List<SelectField<?>> columns() {
    List<SelectField<?>> columns = new ArrayList<>(SettledCall.COLUMNS);
    columns.addAll(
        List.of(
            MODEL_CALL.ID,
            MODEL_CALL.OUTCOME,
            MODEL_CALL.ORGANIZATION_ID,
            MODEL_CALL.CLUSTER_ID,
            MODEL_CALL.QUEUE_ID,
            MODEL_CALL.PIPELINE_ID,
            MODEL_CALL.BRANCH_CLASS,
            MODEL_CALL.BUILD_ID,
            MODEL_CALL.JOB_ID,
            MODEL_CALL.MODEL_ID));
    return List.copyOf(columns);
  }

  /** The next calls in the order of their opening; empty when there are no more. */
  public Optional<Page> next() {
    return ended ? Optional.empty() : Optional.of(database.read(this::page));
  }

  private Page page(DSLContext sql) {
    List<? extends Record> rows =
        sql.select(COLUMNS)
            .from(MODEL_CALL)
            .where(calls.condition())
            .and(afterLast())
            .orderBy(MODEL_CALL.OPENED_MS, MODEL_CALL.ID)
            .limit(pageSize)
            .fetch();
    ended = rows.size() < pageSize;
    last = rows.isEmpty() ? last : rows.getLast();
    var earlier = earlier(sql, rows.stream().map(row -> row.get(MODEL_CALL.ID)).toList());
    long skipped = 0;
    List<Correction> corrections = new ArrayList<>();
    for (Record row : rows) {
      var call = SettledCall.of(row);
      var truth = truth(call);
      if (truth.isEmpty()) {
        skipped++;
      } else {
        var before = earlier.getOrDefault(call.id(), Earlier.NONE);
        correction(row, call, before, truth.get()).ifPresent(corrections::add);
      }
    }
    return new Page(rows.size(), skipped, List.copyOf(corrections));
  }

  private Condition afterLast() {
    if (last == null) {
      return DSL.noCondition();
    }
    long openedMs = last.get(MODEL_CALL.OPENED_MS);
    // The first part looks idle, but it is what an index can be used for.
    return MODEL_CALL
        .OPENED_MS
        .ge(openedMs)
        .and(MODEL_CALL.OPENED_MS.gt(openedMs).or(MODEL_CALL.ID.gt(last.get(MODEL_CALL.ID))));
  }

  private static Map<String, Earlier> earlier(DSLContext sql, List<String> ids) {
    Map<String, Earlier> found = new HashMap<>();
    sql.select(
            MODEL_CALL.CORRECTS,
            count(),
            sum(MODEL_CALL.COST_NANO),
            sum(coalesce(MODEL_CALL.COST_AT_MOST_NANO, MODEL_CALL.COST_NANO)))
        .from(MODEL_CALL)
        .where(MODEL_CALL.CORRECTS.in(ids))
        .groupBy(MODEL_CALL.CORRECTS)
        .forEach(row ->
            found.put(
                row.value1(),
                new Earlier(
                    row.value2(),
                    new Money(row.value3().longValueExact()),
                    new Money(row.value4().longValueExact()))));
    return found;
  }

  /** What the call costs by the prices; empty when that can't be told. */
  private Optional<Money> truth(SettledCall call) {
    if (!call.isWhollyKnown() || mayBeUnbilled(call)) {
      return Optional.empty();
    }
    return call.costBy(prices);
  }

  private boolean mayBeUnbilled(SettledCall call) {
    if (!call.isExact() || call.free() || !call.cost().equals(Money.ZERO)) {
      return false;
    }
    var book = known.computeIfAbsent(call.priceVersion(), versions);
    return call.costBy(book.orElse(null)).map(call::isUnbilled).orElse(true);
  }

  private Optional<Correction> correction(
      Record row, SettledCall call, Earlier before, Money truth) {
    Money cost = truth.minus(call.cost()).minus(before.cost);
    Money atMost = truth.minus(call.atMost()).minus(before.atMost);
    return cost.equals(Money.ZERO) && atMost.equals(Money.ZERO)
        ? Optional.empty()
        : Optional.of(
            new Correction(
                Uuid7.after(call.id(), before.count + 1),
                PastCall.of(row),
                prices.version(),
                cost,
                atMost));
  }
}

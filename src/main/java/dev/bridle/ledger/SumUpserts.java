package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Writes sums into their tables. The statements are text that is made once: they run on the writing
 * thread about every second, and calls wait for them.
 */
final class SumUpserts {
  private static final List<Field<?>> BUILD_FACTS =
      List.of(
          USAGE_BUILD.PIPELINE_SLUG,
          USAGE_BUILD.BUILD_NUMBER,
          USAGE_BUILD.BRANCH,
          USAGE_BUILD.CREATOR_ID);
  private static final List<Field<?>> WHOLE_BUILD_FACTS =
      List.of(
          USAGE_WHOLE_BUILD.PIPELINE_SLUG,
          USAGE_WHOLE_BUILD.BUILD_NUMBER,
          USAGE_WHOLE_BUILD.BRANCH,
          USAGE_WHOLE_BUILD.CREATOR_ID,
          USAGE_WHOLE_BUILD.FIRST_MS,
          USAGE_WHOLE_BUILD.LAST_MS);

  /** Not with min and max: neither engine knows the other's name for the smaller of two. */
  private static final String DAYS =
      """
      first_ms = case when excluded.first_ms < usage_whole_build.first_ms
        then excluded.first_ms else usage_whole_build.first_ms end,
      last_ms = case when excluded.last_ms > usage_whole_build.last_ms
        then excluded.last_ms else usage_whole_build.last_ms end,\
      """;

  /** Adds to what is there. */
  static final SumUpserts ADD = new SumUpserts(DAYS, "%1$s = %2$s.%1$s + excluded.%1$s");

  /** Puts in the place of what is there. */
  static final SumUpserts SET =
      new SumUpserts(
          "first_ms = excluded.first_ms, last_ms = excluded.last_ms,", "%1$s = excluded.%1$s");

  /** The transaction that they run in. */
  @FunctionalInterface
  interface Transaction {
    int execute(String sql, @Nullable Object... values);
  }

  private final String sum;
  private final String build;
  private final String wholeBuild;

  /**
   * @param days what becomes of the days of a whole build that is there already
   * @param change what becomes of a column %1 of the table %2 whose row is there already
   */
  private SumUpserts(String days, String change) {
    sum = upsert(USAGE_SUM, StoredSums.SUM_KEY, List.of(), "", change);
    build = upsert(USAGE_BUILD, StoredSums.BUILD_KEY, BUILD_FACTS, "", change);
    wholeBuild =
        upsert(USAGE_WHOLE_BUILD, StoredSums.WHOLE_BUILD_KEY, WHOLE_BUILD_FACTS, days, change);
  }

  void write(Tally tally, Transaction transaction) {
    tally.sums.forEach((key, sums) -> transaction.execute(sum, row(values(key), sums)));
    tally.builds.forEach((key, sums) -> transaction.execute(build, row(values(key, tally), sums)));
    tally.wholeBuilds.forEach((key, whole) ->
        transaction.execute(wholeBuild, row(values(key, whole.days(), tally), whole.sums())));
  }

  private static String upsert(
      Table<?> table, List<Field<?>> key, List<Field<?>> facts, String days, String change) {
    List<Field<?>> all = new ArrayList<>(key);
    all.addAll(facts);
    all.addAll(SumColumns.of(table));
    return "insert into %s (%s) values (%s) on conflict (%s) do update set %s %s"
        .formatted(
            table.getName(),
            list(all, name -> name),
            String.join(", ", Collections.nCopies(all.size(), "?")),
            list(key, name -> name),
            days,
            list(SumColumns.of(table), name -> change.formatted(name, table.getName())));
  }

  private static String list(List<? extends Field<?>> fields, UnaryOperator<String> as) {
    return fields.stream().map(Field::getName).map(as).collect(Collectors.joining(", "));
  }

  private static @Nullable Object[] row(List<@Nullable Object> key, Sums sums) {
    key.addAll(SumColumns.values(sums));
    return key.toArray();
  }

  private static List<@Nullable Object> values(SumKey key) {
    return new ArrayList<>(
        List.of(
            key.organizationId(),
            key.subject(),
            key.grain().word(),
            key.startMs(),
            key.subjectId(),
            key.secondId(),
            key.kind().model(),
            key.kind().connectionId(),
            key.kind().provider(),
            key.kind().method(),
            key.kind().outcome()));
  }

  private static List<@Nullable Object> values(BuildKey key, Tally tally) {
    var values = new ArrayList<@Nullable Object>();
    values.add(key.organizationId());
    values.add(key.startMs());
    values.add(key.buildId());
    values.add(key.kind().model());
    values.add(key.kind().connectionId());
    values.add(key.kind().provider());
    values.add(key.kind().method());
    values.add(key.kind().outcome());
    addFacts(values, key.buildId(), tally);
    return values;
  }

  private static List<@Nullable Object> values(WholeBuild key, WholeBuild.Days days, Tally tally) {
    var values = new ArrayList<@Nullable Object>();
    values.add(key.organizationId());
    values.add(key.buildId());
    values.add(key.model());
    addFacts(values, key.buildId(), tally);
    values.add(days.firstMs());
    values.add(days.lastMs());
    return values;
  }

  private static void addFacts(List<@Nullable Object> values, String buildId, Tally tally) {
    var facts = Objects.requireNonNull(tally.facts.get(buildId));
    values.add(facts.pipelineSlug());
    values.add(facts.number());
    values.add(facts.branch());
    values.add(facts.creatorId());
  }
}

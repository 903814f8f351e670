package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows that usage is added up from: sums of what is settled and, beyond the cursor of the
 * roll-ups, the calls themselves. Its columns are the keys, when asked for the beginnings of
 * periods, and those of sums.
 *
 * @param by what is told apart
 * @param only values of the first of {@code by} that are meant; null for all
 * @param grain of the periods that are told apart; null where none are
 */
record UsageParts(
    String organizationId,
    UsageRange range,
    UsageFilter filter,
    List<Dimension> by,
    @Nullable Collection<String> only,
    @Nullable Grain grain,
    LocalDate today) {
  static final String AT = "at";

  static UsageParts of(
      String organizationId, UsageRange range, UsageFilter filter, LocalDate today) {
    return new UsageParts(organizationId, range, filter, List.of(), null, null, today);
  }

  UsageParts by(Dimension dimension) {
    return new UsageParts(organizationId, range, filter, List.of(dimension), only, grain, today);
  }

  UsageParts only(Collection<String> values) {
    return new UsageParts(organizationId, range, filter, by, values, grain, today);
  }

  UsageParts every(Grain period) {
    return new UsageParts(organizationId, range, filter, by, only, period, today);
  }

  SumSource source(Dimension dimension) {
    return SumSource.of(filter, List.of(dimension), grain);
  }

  /** Within a snapshot, so that no call is seen in both or in neither. */
  Table<?> in(DSLContext sql) {
    var source = SumSource.of(filter, by, grain);
    if (source instanceof SumSource.OfCalls) {
      return calls(source, MODEL_CALL.ORGANIZATION_ID.eq(organizationId)).asTable("parts");
    }
    // Told as a number: of a subquery PostgreSQL would expect a third of all calls.
    long cursor = sql.select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).fetchSingle().value1();
    var calls = new SumSource.OfCalls();
    Select<Record> parts =
        calls(calls, MODEL_CALL.SETTLE_NO.gt(inline(cursor)).and(ofOrganization()))
            .unionAll(calls(calls, MODEL_CALL.SETTLE_NO.isNull().and(ofOrganization())));
    for (Select<Record> sums : sums(source)) {
      parts = sums.unionAll(parts);
    }
    return parts.asTable("parts");
  }

  private List<Select<Record>> sums(SumSource source) {
    return switch (source) {
      case SumSource.OfSubject(String subject) -> stretches(source, subject);
      case SumSource.OfPair(SubjectPair pair) -> stretches(source, pair.word());
      case SumSource.OfBuilds _, SumSource.OfCalls _ -> List.of(builds(source));
    };
  }

  private List<Select<Record>> stretches(SumSource source, String subject) {
    return Stretch.of(range, grain, today).stream()
        .map(stretch -> sums(source, subject, stretch))
        .toList();
  }

  private Select<Record> sums(SumSource source, String subject, Stretch stretch) {
    Field<Long> at =
        stretch.rows() == grain
            ? USAGE_SUM.START_MS
            : Periods.start(USAGE_SUM.START_MS, grain, range);
    return select(columns(source, at, SumColumns.of(USAGE_SUM)))
        .from(USAGE_SUM)
        .where(USAGE_SUM.ORGANIZATION_ID.eq(organizationId))
        .and(
            USAGE_SUM.SUBJECT.eq(inline(isWhole(subject, stretch) ? SumKey.WHOLE_BRANCH : subject)))
        .and(USAGE_SUM.GRAIN.eq(inline(stretch.rows().word())))
        .and(within(source, stretch))
        .and(meant(source));
  }

  /** Where all calls of branches are meant, months have them in one row each. */
  private boolean isWhole(String subject, Stretch stretch) {
    return subject.equals(SumKey.BRANCH)
        && stretch.rows() == Grain.MONTH
        && Stream.concat(filter.dimensions().stream(), by.stream())
            .allMatch(dimension -> dimension.subject() != null);
  }

  /** By single periods where few subjects are meant: each is a step down the key of the table. */
  private Condition within(SumSource source, Stretch stretch) {
    return few(source, stretch)
        ? USAGE_SUM.START_MS.in(stretch.starts())
        : USAGE_SUM.START_MS.ge(stretch.fromMs()).and(USAGE_SUM.START_MS.lt(stretch.toMs()));
  }

  private boolean few(SumSource source, Stretch stretch) {
    var named = filter.dimensions().stream().map(Dimension::subject).toList();
    return switch (source) {
      case SumSource.OfSubject(String subject) ->
          !subject.equals(SumKey.ORGANIZATION) && (only != null || named.contains(subject));
      // Of the second alone there is an index of months.
      case SumSource.OfPair(SubjectPair pair) ->
          named.contains(pair.first()) || stretch.rows() == Grain.MONTH;
      case SumSource.OfBuilds _, SumSource.OfCalls _ -> false;
    };
  }

  /** Where nothing is told apart, added up where they lie. */
  private Select<Record> builds(SumSource source) {
    Field<Long> at =
        grain == Grain.MONTH
            ? Periods.start(USAGE_BUILD.START_MS, grain, range)
            : USAGE_BUILD.START_MS;
    boolean whole = by.isEmpty() && grain == null;
    var sums = whole ? SumColumns.summed(USAGE_BUILD) : SumColumns.of(USAGE_BUILD);
    return select(columns(source, at, sums))
        .from(USAGE_BUILD)
        .where(USAGE_BUILD.ORGANIZATION_ID.eq(organizationId))
        .and(USAGE_BUILD.START_MS.ge(range.fromMs()))
        .and(USAGE_BUILD.START_MS.lt(range.toMs()))
        .and(meant(source));
  }

  private Select<Record> calls(SumSource source, Condition which) {
    Field<Long> at = Periods.start(MODEL_CALL.OPENED_MS, grain, range);
    return select(columns(source, at, SumColumns.ofCalls()))
        .from(MODEL_CALL)
        .where(which)
        .and(MODEL_CALL.OPENED_MS.ge(range.fromMs()))
        .and(MODEL_CALL.OPENED_MS.lt(range.toMs()))
        .and(CountedCall.SENT)
        .and(meant(source));
  }

  /** So written that a database reads the few last calls, not all of the organization's. */
  private Condition ofOrganization() {
    return MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId);
  }

  private Condition meant(SumSource source) {
    Condition all = DSL.noCondition();
    for (var one : filter.values().entrySet()) {
      all = all.and(one.getKey().of(source).eq(one.getValue()));
    }
    return only == null ? all : all.and(by.getFirst().of(source).in(only));
  }

  private List<Field<?>> columns(SumSource source, Field<Long> at, List<Field<Long>> sums) {
    List<Field<?>> all = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      all.add(by.get(i).of(source).as("key" + i));
    }
    if (grain != null) {
      all.add(at.as(AT));
    }
    all.addAll(sums);
    return all;
  }

  static Field<String> key(Table<?> parts) {
    return Objects.requireNonNull(parts.field("key0", String.class));
  }

  static Field<Long> at(Table<?> parts) {
    return Objects.requireNonNull(parts.field(AT, Long.class));
  }
}

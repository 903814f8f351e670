package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.bridle.store.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;

/** What went through the connections of an organization in the month of a moment, in UTC. */
public final class ConnectionUsage {
  private final Database database;

  public ConnectionUsage(Database database) {
    this.database = database;
  }

  /** By the connections' ids; those without a call are not among them. */
  public Map<String, Totals> ofMonth(String organizationId, Instant moment) {
    database.settleHot();
    long startMs =
        moment
            .atOffset(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .withDayOfMonth(1)
            .toInstant()
            .toEpochMilli();
    return database.read(sql -> sums(sql, organizationId, startMs));
  }

  private static Map<String, Totals> sums(DSLContext sql, String organizationId, long startMs) {
    // What is not in the sums yet is read as calls, in one statement: none is seen twice.
    Field<Long> cursor = select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).asField();
    // So written that a database reads the few last calls, not all of the organization's.
    Condition here = MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId);
    var parts =
        settled(organizationId, startMs)
            .unionAll(calls(MODEL_CALL.SETTLE_NO.gt(cursor).and(here), startMs))
            .unionAll(calls(MODEL_CALL.SETTLE_NO.isNull().and(here), startMs))
            .asTable("parts");
    Field<String> connection = field(name("parts", "connection_id"), String.class);
    List<Field<?>> fields = new ArrayList<>(List.of(connection));
    fields.addAll(SumColumns.totals(parts));
    Map<String, Totals> found = new HashMap<>();
    sql.select(fields)
        .from(parts)
        .groupBy(connection)
        .forEach(row -> found.put(row.get(connection), SumColumns.read(row, 1).totals()));
    return found;
  }

  private static Select<Record> settled(String organizationId, long startMs) {
    return select(with(USAGE_SUM.CONNECTION_ID, SumColumns.of(USAGE_SUM)))
        .from(USAGE_SUM)
        .where(
            USAGE_SUM.ORGANIZATION_ID.eq(organizationId),
            USAGE_SUM.SUBJECT.eq(SumKey.ORGANIZATION),
            USAGE_SUM.GRAIN.eq(Grain.MONTH.word()),
            USAGE_SUM.START_MS.eq(startMs));
  }

  private static Select<Record> calls(Condition which, long startMs) {
    return select(with(MODEL_CALL.CONNECTION_ID, SumColumns.ofCalls()))
        .from(MODEL_CALL)
        .where(which, MODEL_CALL.OPENED_MS.ge(startMs), CountedCall.SENT);
  }

  private static List<Field<?>> with(Field<String> connection, List<Field<Long>> sums) {
    List<Field<?>> all = new ArrayList<>(List.of(connection.as("connection_id")));
    all.addAll(sums);
    return all;
  }
}

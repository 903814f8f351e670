package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static org.jooq.impl.DSL.select;

import dev.bridle.store.Database;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;

/** All rows of an organization that the roll-ups have passed, a page at a time. */
record SettledRows(Database database) {
  private static final int PAGE = 5_000;

  void each(String organizationId, List<SelectField<?>> columns, Consumer<Record> act) {
    String after = "";
    Result<Record> page;
    do {
      page = page(organizationId, columns, after);
      page.forEach(act);
      after = page.isEmpty() ? after : page.getLast().get(MODEL_CALL.ID);
    } while (page.size() == PAGE);
  }

  private Result<Record> page(String organizationId, List<SelectField<?>> columns, String after) {
    var all = new LinkedHashSet<>(columns);
    all.add(MODEL_CALL.ID);
    all.add(MODEL_CALL.OUTCOME);
    return database.read(sql ->
        sql.select(all)
            .from(MODEL_CALL)
            .where(MODEL_CALL.ID.gt(after))
            .and(MODEL_CALL.ORGANIZATION_ID.eq(organizationId))
            .and(
                MODEL_CALL.SETTLE_NO.le(
                    select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).asField()))
            .orderBy(MODEL_CALL.ID)
            .limit(PAGE)
            .fetch());
  }
}

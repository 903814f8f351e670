package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import dev.bridle.store.Database;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What the calls before a moment have used of an allowance in the window that the moment is in, by
 * target.
 */
final class SpentBefore {
  private SpentBefore() {}

  static Map<String, Long> of(
      Database database, Allowance allowance, long momentMs, long lookBackMs) {
    if (allowance.unit() == Unit.CONCURRENT_CALLS) {
      return Map.of();
    }
    long startMs = Math.max(allowance.window().startMs(momentMs), momentMs - lookBackMs);
    Field<String> target = field(name(allowance.scope().column()), String.class);
    Map<String, Long> spent = new HashMap<>();
    database
        .read(sql ->
            sql.select(target, sum(used(allowance)))
                .from(MODEL_CALL)
                .where(
                    MODEL_CALL.ORGANIZATION_ID.eq(allowance.organizationId()),
                    MODEL_CALL.OPENED_MS.ge(startMs),
                    MODEL_CALL.OPENED_MS.lt(momentMs),
                    target.isNotNull(),
                    allowance.targetId() == null
                        ? DSL.noCondition()
                        : target.eq(allowance.targetId()),
                    covered(allowance))
                .groupBy(target)
                .fetch())
        .forEach(row -> spent.put(row.value1(), row.value2().longValue()));
    return spent;
  }

  private static Field<Long> used(Allowance allowance) {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD
              ? coalesce(MODEL_CALL.COST_AT_MOST_NANO, MODEL_CALL.COST_NANO)
              : MODEL_CALL.COST_NANO;
      case INPUT_TOKENS -> MODEL_CALL.WINDOW_TOKENS;
      case REQUESTS ->
          when(MODEL_CALL.CORRECTS.isNull().and(MODEL_CALL.OUTCOME.ne("not_sent")), inline(1L))
              .otherwise(inline(0L));
      case CONCURRENT_CALLS -> inline(0L);
    };
  }

  private static Condition covered(Allowance allowance) {
    Condition provider =
        allowance.provider() == null
            ? DSL.noCondition()
            : MODEL_CALL.PROVIDER.eq(allowance.provider());
    String model = allowance.model();
    if (model == null) {
      return provider;
    }
    if (!model.endsWith("*")) {
      return provider.and(MODEL_CALL.MODEL_SENT.eq(model).or(MODEL_CALL.MODEL_ID.eq(model)));
    }
    String start = model.substring(0, model.length() - 1);
    return provider.and(
        begins(MODEL_CALL.MODEL_SENT, start).or(begins(MODEL_CALL.MODEL_ID, start)));
  }

  private static Condition begins(Field<String> model, String start) {
    return DSL.substring(model, 1, start.length()).eq(start);
  }
}

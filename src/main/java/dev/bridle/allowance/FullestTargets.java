package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Of several allowances the targets that used most in the windows of now, in one query.
 *
 * @param atMost so many of each
 */
record FullestTargets(List<Allowance> allowances, long nowMs, int atMost)
    implements Function<DSLContext, Map<String, List<Standing>>> {

  @Override
  public Map<String, List<Standing>> apply(DSLContext sql) {
    Map<String, Allowance> byId =
        allowances.stream().collect(Collectors.toMap(Allowance::id, Function.identity()));
    var found = new HashMap<String, List<Standing>>();
    if (byId.isEmpty()) {
      return found;
    }
    var windows = allowances.stream().map(this::windowMs).distinct().toList();
    var used = ALLOWANCE_BALANCE.SETTLED.plus(ALLOWANCE_BALANCE.HELD);
    var place =
        rowNumber()
            .over()
            .partitionBy(ALLOWANCE_BALANCE.ALLOWANCE_ID, ALLOWANCE_BALANCE.WINDOW_MS)
            .orderBy(used.desc(), ALLOWANCE_BALANCE.TARGET_ID);
    var ordered =
        select(ALLOWANCE_BALANCE.fields())
            .select(place.as("place"))
            .from(ALLOWANCE_BALANCE)
            .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.in(byId.keySet()))
            .and(ALLOWANCE_BALANCE.WINDOW_MS.in(windows))
            .asTable("ordered");
    sql.select(ordered.fields())
        .from(ordered)
        .where(field(name("place"), Integer.class).le(atMost))
        .orderBy(ordered.field(ALLOWANCE_BALANCE.ALLOWANCE_ID), field(name("place")))
        .forEach(row -> {
          var allowance = byId.get(row.get(ALLOWANCE_BALANCE.ALLOWANCE_ID));
          long windowMs = row.get(ALLOWANCE_BALANCE.WINDOW_MS);
          // A day and a month may begin at one moment, and a window may be another one's.
          if (allowance != null && windowMs(allowance) == windowMs) {
            found
                .computeIfAbsent(allowance.id(), _ -> new ArrayList<>())
                .add(
                    new Standing(
                        allowance,
                        row.get(ALLOWANCE_BALANCE.TARGET_ID),
                        windowMs,
                        row.get(ALLOWANCE_BALANCE.SETTLED),
                        row.get(ALLOWANCE_BALANCE.HELD)));
          }
        });
    return found;
  }

  private long windowMs(Allowance allowance) {
    return allowance.window().startMs(nowMs);
  }
}

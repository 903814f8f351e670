package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.HotSql;
import java.util.ArrayList;
import java.util.List;

/**
 * A balance as the ledger's rows alone say it: every call that the allowance covers, admitted
 * within the window, whether or not the allowance was there already.
 */
final class DerivedBalance {
  private final Allowance allowance;
  private final BalanceKey key;
  private final List<Object> values = new ArrayList<>();

  private DerivedBalance(Allowance allowance, BalanceKey key) {
    this.allowance = allowance;
    this.key = key;
  }

  /**
   * @param buildId the build of a job that is the target: rows are found by their build
   */
  static Query of(Allowance allowance, BalanceKey key, String buildId) {
    return new DerivedBalance(allowance, key).query(buildId);
  }

  /** The same, for a target whose build is still to be found. */
  static Balance now(HotSql sql, Allowance allowance, BalanceKey key) {
    String buildId =
        allowance.scope() == Scope.JOB
            ? sql.builder()
                .select(JOB.BUILD_ID)
                .from(JOB)
                .where(JOB.ID.eq(key.targetId()))
                .fetchOptional(JOB.BUILD_ID)
                .orElse("")
            : "";
    return of(allowance, key, buildId).balance(sql);
  }

  /** The statement that sums the rows up, and its values. */
  record Query(Allowance allowance, BalanceKey key, String sql, List<Object> values) {
    Balance balance(HotSql hot) {
      long[] sums = hot.longs(sql, values.toArray());
      return Balance.derived(
          key, allowance, sums == null ? 0 : sums[0], sums == null ? 0 : sums[1]);
    }
  }

  private Query query(String buildId) {
    // A request counts from its opening: nothing is given back but what was not sent.
    boolean counted = allowance.unit() == Unit.REQUESTS;
    var text =
        new StringBuilder("select ")
            .append(sum(counted ? "1 = 1" : "settled_ms is not null", settled()))
            .append(", ")
            .append(sum("settled_ms is null", held()))
            .append(" from model_call where organization_id = ?");
    values.add(allowance.organizationId());
    if (allowance.scope() == Scope.JOB) {
      text.append(" and build_id = ?");
      values.add(buildId);
    }
    if (allowance.scope() != Scope.ORGANIZATION) {
      text.append(" and ").append(allowance.scope().column()).append(" = ?");
      values.add(key.targetId());
    }
    within(text);
    what(text);
    return new Query(allowance, key, text.toString(), List.copyOf(values));
  }

  private static String sum(String when, String value) {
    return "coalesce(sum(case when " + when + " then " + value + " else 0 end), 0)";
  }

  /** Where the truth is not known, what is hard counts the most that it can be. */
  private String settled() {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD ? "coalesce(cost_at_most_nano, cost_nano)" : "cost_nano";
      case REQUESTS -> "(case when outcome = 'not_sent' or corrects is not null then 0 else 1 end)";
      case INPUT_TOKENS -> "window_tokens";
      case CONCURRENT_CALLS -> "0";
    };
  }

  private String held() {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD ? "coalesce(cost_at_most_nano, 0)" : "soft_hold_nano";
      case INPUT_TOKENS -> "window_tokens";
      case CONCURRENT_CALLS -> "1";
      case REQUESTS -> "0";
    };
  }

  private void within(StringBuilder text) {
    var ends = allowance.window().endMs(key.windowMs());
    if (ends.isPresent()) {
      text.append(" and opened_ms >= ? and opened_ms < ?");
      values.add(key.windowMs());
      values.add(ends.getAsLong());
    }
  }

  private void what(StringBuilder text) {
    if (allowance.provider() != null) {
      text.append(" and provider = ?");
      values.add(allowance.provider());
    }
    String model = allowance.model();
    if (model != null && model.endsWith("*")) {
      String start = model.substring(0, model.length() - 1);
      int length = start.length();
      text.append(" and (substr(model_sent, 1, ").append(length).append(") = ?");
      text.append(" or substr(model_id, 1, ").append(length).append(") = ?)");
      values.add(start);
      values.add(start);
    } else if (model != null) {
      text.append(" and (model_sent = ? or model_id = ?)");
      values.add(model);
      values.add(model);
    }
  }
}

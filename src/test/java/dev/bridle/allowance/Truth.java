package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jooq.Record;

/** Every stored balance against the sums of the ledger's rows, added up here one by one. */
final class Truth {
  private final World world;
  private final String organizationId;

  Truth(World world, String organizationId) {
    this.world = world;
    this.organizationId = organizationId;
  }

  void check() {
    world.database().settleHot();
    List<Record> rows =
        world
            .database()
            .read(sql ->
                sql.selectFrom(MODEL_CALL)
                    .where(MODEL_CALL.ORGANIZATION_ID.eq(organizationId))
                    .<Record>fetch(r -> r));
    for (Allowance allowance : world.allowances().list(organizationId)) {
      balancesOf(allowance).forEach(balance -> check(allowance, balance, rows));
    }
  }

  private List<Record> balancesOf(Allowance allowance) {
    return world
        .database()
        .read(sql ->
            sql.selectFrom(ALLOWANCE_BALANCE)
                .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(allowance.id()))
                .<Record>fetch(r -> r));
  }

  void nothingIsHeld() {
    for (Allowance allowance : world.allowances().list(organizationId)) {
      for (Record balance : balancesOf(allowance)) {
        assertThat(balance.get(ALLOWANCE_BALANCE.HELD)).as(allowance.spoken()).isZero();
      }
    }
  }

  private static void check(Allowance allowance, Record balance, List<Record> rows) {
    long settled = 0;
    long held = 0;
    for (Record row : rows) {
      if (counts(allowance, balance, row)) {
        boolean open = row.get(MODEL_CALL.SETTLED_MS) == null;
        settled += open ? settledWhileOpen(allowance) : settled(allowance, row);
        held += open ? held(allowance, row) : 0;
      }
    }
    assertThat(balance.get(ALLOWANCE_BALANCE.SETTLED)).as(allowance.spoken()).isEqualTo(settled);
    assertThat(balance.get(ALLOWANCE_BALANCE.HELD)).as(allowance.spoken()).isEqualTo(held);
  }

  private static boolean counts(Allowance allowance, Record balance, Record row) {
    long begins = balance.get(ALLOWANCE_BALANCE.WINDOW_MS);
    String target =
        switch (allowance.scope()) {
          case ORGANIZATION -> row.get(MODEL_CALL.ORGANIZATION_ID);
          case CLUSTER -> row.get(MODEL_CALL.CLUSTER_ID);
          case QUEUE -> row.get(MODEL_CALL.QUEUE_ID);
          case PIPELINE -> row.get(MODEL_CALL.PIPELINE_ID);
          case BRANCH_CLASS -> row.get(MODEL_CALL.BRANCH_CLASS);
          case BUILD -> row.get(MODEL_CALL.BUILD_ID);
          case JOB -> row.get(MODEL_CALL.JOB_ID);
        };
    return target.equals(balance.get(ALLOWANCE_BALANCE.TARGET_ID))
        && allowance.window().startMs(row.get(MODEL_CALL.OPENED_MS)) == begins
        && (allowance.model() == null || allowance.model().equals(row.get(MODEL_CALL.MODEL_SENT)))
        && (allowance.provider() == null
            || allowance.provider().equals(row.get(MODEL_CALL.PROVIDER)));
  }

  private static long settledWhileOpen(Allowance allowance) {
    return allowance.unit() == Unit.REQUESTS ? 1 : 0;
  }

  private static long settled(Allowance allowance, Record row) {
    Long atMost = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    return switch (allowance.unit()) {
      case USD ->
          atMost == null || allowance.mode() == Mode.SOFT ? row.get(MODEL_CALL.COST_NANO) : atMost;
      case REQUESTS -> isCall(row) ? 1 : 0;
      case INPUT_TOKENS -> row.get(MODEL_CALL.WINDOW_TOKENS);
      case CONCURRENT_CALLS -> 0;
    };
  }

  private static boolean isCall(Record row) {
    return row.get(MODEL_CALL.CORRECTS) == null && !row.get(MODEL_CALL.OUTCOME).equals("not_sent");
  }

  private static long held(Allowance allowance, Record row) {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD
              ? row.get(MODEL_CALL.COST_AT_MOST_NANO)
              : row.get(MODEL_CALL.SOFT_HOLD_NANO);
      case INPUT_TOKENS -> row.get(MODEL_CALL.WINDOW_TOKENS);
      case CONCURRENT_CALLS -> 1;
      case REQUESTS -> 0;
    };
  }
}

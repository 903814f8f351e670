package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.ledger.Ledger;
import dev.bridle.store.Database;

/**
 * What a server does about the calls that it was killed with: nothing is known of their answers, so
 * each stands with its bound, and what it held becomes what it spent.
 */
final class Recovery {
  private static final String MONEY_AND_TOKENS =
      """
      update allowance_balance set settled = settled + held, held = 0 where held <> 0
        and allowance_id in (select id from allowance
          where (unit = 'usd' and mode = 'hard') or unit = 'input_tokens')\
      """;

  /** Calls at once are over, and what is soft counts only what is known to be spent. */
  private static final String OTHERS = "update allowance_balance set held = 0 where held <> 0";

  private Recovery() {}

  static int run(Database database, Ledger ledger) {
    return database.write(sql -> {
      if (!sql.fetchExists(MODEL_CALL, MODEL_CALL.SETTLED_MS.isNull())) {
        return 0;
      }
      int orphans = ledger.settleOrphans(sql);
      sql.execute(MONEY_AND_TOKENS);
      sql.execute(OTHERS);
      return orphans;
    });
  }
}

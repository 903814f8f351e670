package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.ASK_SHAPE;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;

import dev.bridle.store.Database;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of models before, newest first: calls that were made, and those a rule refused.
 */
public final class PastAsks {
  private static final long ONCE = 1;

  private final Database database;

  public PastAsks(Database database) {
    this.database = database;
  }

  /** Calls that were made since a moment and before one of them; a repeated attempt is no other. */
  public List<PastAsk> made(
      String organizationId, long fromMs, @Nullable PastAsk before, int atMost) {
    database.settleHot();
    Condition which =
        DSL.and(
            MODEL_CALL.ORGANIZATION_ID.eq(organizationId),
            MODEL_CALL.OPENED_MS.ge(fromMs),
            MODEL_CALL.CORRECTS.isNull(),
            MODEL_CALL.RETRIES.isNull(),
            CountedCall.SENT,
            before == null ? DSL.noCondition() : olderThan(before));
    return database.read(sql ->
        sql.select(
                MODEL_CALL.ID,
                MODEL_CALL.JOB_ID,
                MODEL_CALL.PIPELINE_SLUG,
                MODEL_CALL.BUILD_NUMBER,
                MODEL_CALL.PROVIDER,
                MODEL_CALL.MODEL_SENT,
                MODEL_CALL.MODEL_ID,
                MODEL_CALL.MAX_TOKENS,
                MODEL_CALL.STREAMED,
                MODEL_CALL.OPENED_MS,
                ASK_SHAPE.SHAPE)
            .from(MODEL_CALL)
            .leftJoin(ASK_SHAPE)
            .on(ASK_SHAPE.ID.eq(MODEL_CALL.ASK_SHAPE))
            .where(which)
            .orderBy(MODEL_CALL.OPENED_MS.desc(), MODEL_CALL.ID.desc())
            .limit(atMost)
            .fetch(PastAsks::call));
  }

  private static Condition olderThan(PastAsk one) {
    // The first part looks idle, but it is what an index can be used for.
    return MODEL_CALL
        .OPENED_MS
        .le(one.askedMs())
        .and(MODEL_CALL.OPENED_MS.lt(one.askedMs()).or(MODEL_CALL.ID.lt(one.id())));
  }

  private static PastAsk call(Record row) {
    String sent = row.get(MODEL_CALL.MODEL_SENT);
    String id = row.get(MODEL_CALL.MODEL_ID);
    return new PastAsk(
        row.get(MODEL_CALL.ID),
        row.get(MODEL_CALL.JOB_ID),
        row.get(MODEL_CALL.PIPELINE_SLUG),
        row.get(MODEL_CALL.BUILD_NUMBER),
        row.get(MODEL_CALL.PROVIDER),
        sent,
        id.isEmpty() ? sent : id,
        row.get(MODEL_CALL.MAX_TOKENS),
        row.get(MODEL_CALL.STREAMED),
        row.get(ASK_SHAPE.SHAPE),
        row.get(MODEL_CALL.OPENED_MS),
        ONCE);
  }

  /** Calls that a rule of the policy refused since a moment and before one of them. */
  public List<PastAsk> refusedByRules(
      String organizationId, long fromMs, @Nullable PastAsk before, int atMost) {
    database.settleHot();
    return database.read(sql ->
        sql.select(REFUSED_CALL.fields())
            .select(ASK_SHAPE.SHAPE)
            .from(REFUSED_CALL)
            .leftJoin(ASK_SHAPE)
            .on(ASK_SHAPE.ID.eq(REFUSED_CALL.ASK_SHAPE))
            .where(
                REFUSED_CALL.ORGANIZATION_ID.eq(organizationId),
                REFUSED_CALL.REFUSED_MS.ge(fromMs),
                REFUSED_CALL.ENFORCED.isTrue(),
                REFUSED_CALL.RULE.isNotNull(),
                before == null ? DSL.noCondition() : REFUSED_CALL.ID.lt(before.id()))
            .orderBy(REFUSED_CALL.ID.desc())
            .limit(atMost)
            .fetch(PastAsks::refusal));
  }

  private static PastAsk refusal(Record row) {
    return new PastAsk(
        row.get(REFUSED_CALL.ID),
        row.get(REFUSED_CALL.JOB_ID),
        row.get(REFUSED_CALL.PIPELINE_SLUG),
        row.get(REFUSED_CALL.BUILD_NUMBER),
        row.get(REFUSED_CALL.PROVIDER),
        row.get(REFUSED_CALL.MODEL),
        row.get(REFUSED_CALL.MODEL),
        row.get(REFUSED_CALL.MAX_TOKENS),
        row.get(REFUSED_CALL.STREAMED),
        row.get(ASK_SHAPE.SHAPE),
        row.get(REFUSED_CALL.REFUSED_MS),
        row.get(REFUSED_CALL.TIMES));
  }
}

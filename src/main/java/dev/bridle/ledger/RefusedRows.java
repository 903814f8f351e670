package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.substring;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The rows of calls that were not made, as they are asked for. */
final class RefusedRows {
  private static final Field<String> BRANCH =
      substring(REFUSED_CALL.BRANCH, inline(1), inline(CountedCall.BRANCH_LENGTH));

  private RefusedRows() {}

  /** A refused call has no status, no connection and no method: they are not asked for. */
  static Condition which(String organizationId, UsageRange range, UsageFilter filter) {
    Condition which =
        REFUSED_CALL
            .ORGANIZATION_ID
            .eq(organizationId)
            .and(REFUSED_CALL.REFUSED_MS.ge(range.fromMs()))
            .and(REFUSED_CALL.REFUSED_MS.lt(range.toMs()))
            .and(REFUSED_CALL.ENFORCED.eq(true));
    for (var one : filter.values().entrySet()) {
      var column = column(one.getKey());
      if (column.isPresent()) {
        which = which.and(column.get().eq(one.getValue()));
      }
    }
    return which;
  }

  /** Those of one build; of all where it is null. */
  static Condition ofBuild(@Nullable String buildId) {
    return buildId == null ? noCondition() : REFUSED_CALL.BUILD_ID.eq(buildId);
  }

  /** What comes after one of them, newest first; so written that an index leads to it. */
  static Condition older(RefusedCalls.Entry than) {
    long at = than.refusedAt().toEpochMilli();
    return REFUSED_CALL
        .REFUSED_MS
        .le(at)
        .and(REFUSED_CALL.REFUSED_MS.lt(at).or(REFUSED_CALL.ID.lt(than.id())));
  }

  /** Where a row tells a dimension; empty where it has none. */
  static Optional<Field<String>> column(Dimension dimension) {
    return switch (dimension) {
      case PIPELINE -> Optional.of(REFUSED_CALL.PIPELINE_SLUG);
      case BRANCH -> Optional.of(BRANCH);
      case CREATOR -> Optional.of(REFUSED_CALL.CREATOR_ID);
      case MODEL -> Optional.of(REFUSED_CALL.MODEL);
      case PROVIDER -> Optional.of(REFUSED_CALL.PROVIDER);
      case METHOD, CONNECTION, STATUS -> Optional.empty();
    };
  }
}

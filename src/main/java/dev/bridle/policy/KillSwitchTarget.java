package dev.bridle.policy;

import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;

import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Whether the target of a kill switch is there: in a hurry, names are mistyped. */
final class KillSwitchTarget {
  private KillSwitchTarget() {}

  static void require(DSLContext sql, String organizationId, NewKillSwitch order) {
    @Nullable String target = order.target();
    if (target == null) {
      return;
    }
    boolean known =
        switch (order.level()) {
          case PIPELINE ->
              sql.fetchExists(
                  PIPELINE,
                  PIPELINE.ORGANIZATION_ID.eq(organizationId),
                  PIPELINE.SLUG.eq(target).or(PIPELINE.ID.eq(target)));
          case JOB ->
              sql.fetchExists(JOB, JOB.ORGANIZATION_ID.eq(organizationId), JOB.ID.eq(target));
          case ORGANIZATION, PROVIDER, MODEL -> true;
        };
    if (!known) {
      throw new InvalidDocument(
          "There is no " + order.level().word() + " " + Sentences.shown(target) + " here.",
          new InvalidDocument.Spot("The kill switch", "target", "is not there: check the name", 0));
    }
  }
}

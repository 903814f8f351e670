package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The number of a build's last change. A job's is that of the change which it was part of, so who
 * has seen a build at some revision finds what has changed since.
 */
final class Revision {
  private Revision() {}

  /** What a job gets that is changed in the transaction which holds its build. */
  static Field<Long> ofBuild() {
    return DSL.field(DSL.select(BUILD.REVISION).from(BUILD).where(BUILD.ID.eq(JOB.BUILD_ID)));
  }

  static Field<Long> of(String buildId) {
    return DSL.field(DSL.select(BUILD.REVISION).from(BUILD).where(BUILD.ID.eq(buildId)));
  }
}

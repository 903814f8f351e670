package dev.bridle.build;

import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.pipeline.GroupStep;
import dev.bridle.pipeline.Step;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Steps of a build that are shown together. */
public record Group(String id, @Nullable String key, @Nullable String label) {
  static @Nullable Group of(DSLContext sql, @Nullable String id) {
    return id == null
        ? null
        : sql.select(STEP.ID, STEP.STEP_KEY, STEP.LABEL)
            .from(STEP)
            .where(STEP.ID.eq(id))
            .fetchSingle(
                row -> new Group(row.get(STEP.ID), row.get(STEP.STEP_KEY), row.get(STEP.LABEL)));
  }

  /** Whether a step is more of this group. */
  boolean goesOnIn(@Nullable Step step) {
    return step instanceof GroupStep more
        && Objects.equals(more.label(), label)
        && (more.key() == null || more.key().equals(key));
  }
}

package dev.bridle.policy;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;

/** What people call the jobs that kill switches name, by the jobs' ids. */
record StoppedJobs(String organizationId, Collection<String> ids)
    implements Function<DSLContext, Map<String, StoppedJob>> {
  @Override
  public Map<String, StoppedJob> apply(DSLContext sql) {
    return sql.select(JOB.ID, JOB.LABEL, JOB.COMMAND, PIPELINE.SLUG, BUILD.NUMBER)
        .from(JOB)
        .join(BUILD)
        .on(BUILD.ID.eq(JOB.BUILD_ID))
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(JOB.PIPELINE_ID))
        .where(JOB.ID.in(ids), JOB.ORGANIZATION_ID.eq(organizationId))
        .fetchMap(
            JOB.ID,
            row ->
                new StoppedJob(
                    Objects.requireNonNullElse(row.value2(), row.value3()),
                    row.value4(),
                    row.value5()));
  }
}

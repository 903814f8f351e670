package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PIPELINE;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;

/** What people call targets, by their ids: the other way round as {@link Targets}. */
final class TargetNames {
  private final DSLContext sql;
  private final String organizationId;

  TargetNames(DSLContext sql, String organizationId) {
    this.sql = sql;
    this.organizationId = organizationId;
  }

  List<NamedTarget> of(Scope scope, Collection<String> ids) {
    return switch (scope) {
      case ORGANIZATION -> organizations(ids);
      case CLUSTER -> clusters(ids);
      case QUEUE -> queues(ids);
      case PIPELINE -> pipelines(ids);
      case BRANCH_CLASS -> ids.stream().map(id -> NamedTarget.of(id, id)).toList();
      case BUILD -> builds(ids);
      case JOB -> jobs(ids);
    };
  }

  private List<NamedTarget> organizations(Collection<String> ids) {
    return sql.select(ORGANIZATION.ID, ORGANIZATION.NAME)
        .from(ORGANIZATION)
        .where(ORGANIZATION.ID.in(ids), ORGANIZATION.ID.eq(organizationId))
        .fetch(row -> NamedTarget.of(row.value1(), row.value2()));
  }

  private List<NamedTarget> clusters(Collection<String> ids) {
    return sql.select(CLUSTER.ID, CLUSTER.NAME)
        .from(CLUSTER)
        .where(CLUSTER.ID.in(ids), CLUSTER.ORGANIZATION_ID.eq(organizationId))
        .fetch(row -> new NamedTarget(row.value1(), row.value2(), null, null, row.value1()));
  }

  private List<NamedTarget> queues(Collection<String> ids) {
    return sql.select(CLUSTER_QUEUE.ID, CLUSTER_QUEUE.QUEUE_KEY, CLUSTER.NAME, CLUSTER.ID)
        .from(CLUSTER_QUEUE)
        .join(CLUSTER)
        .on(CLUSTER.ID.eq(CLUSTER_QUEUE.CLUSTER_ID))
        .where(CLUSTER_QUEUE.ID.in(ids), CLUSTER.ORGANIZATION_ID.eq(organizationId))
        .fetch(row ->
            new NamedTarget(
                row.value1(), row.value3() + ", " + row.value2(), null, null, row.value4()));
  }

  private List<NamedTarget> pipelines(Collection<String> ids) {
    return sql.select(PIPELINE.ID, PIPELINE.NAME, PIPELINE.SLUG)
        .from(PIPELINE)
        .where(PIPELINE.ID.in(ids), PIPELINE.ORGANIZATION_ID.eq(organizationId))
        .fetch(row -> new NamedTarget(row.value1(), row.value2(), row.value3(), null, null));
  }

  private List<NamedTarget> builds(Collection<String> ids) {
    return sql.select(BUILD.ID, PIPELINE.SLUG, BUILD.NUMBER)
        .from(BUILD)
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(BUILD.PIPELINE_ID))
        .where(BUILD.ID.in(ids), BUILD.ORGANIZATION_ID.eq(organizationId))
        .fetch(row ->
            new NamedTarget(
                row.value1(),
                row.value2() + " #" + row.value3(),
                row.value2(),
                row.value3(),
                null));
  }

  private List<NamedTarget> jobs(Collection<String> ids) {
    return sql.select(JOB.ID, JOB.LABEL, JOB.COMMAND, PIPELINE.SLUG, BUILD.NUMBER)
        .from(JOB)
        .join(BUILD)
        .on(BUILD.ID.eq(JOB.BUILD_ID))
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(JOB.PIPELINE_ID))
        .where(JOB.ID.in(ids), JOB.ORGANIZATION_ID.eq(organizationId))
        .fetch(row ->
            new NamedTarget(
                row.value1(),
                Objects.requireNonNullElse(row.value2(), row.value3())
                    + ", "
                    + row.value4()
                    + " #"
                    + row.value5(),
                row.value4(),
                row.value5(),
                null));
  }
}

package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static org.jooq.impl.DSL.count;

import dev.bridle.auth.BranchClass;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/**
 * Some of what an allowance of an organization can be for, by the words that {@link Targets} finds
 * it by. What would need its id, because several have the same name, is left out.
 */
record KnownTargets(String organizationId) implements Function<DSLContext, List<KnownTarget>> {
  private static final int CLUSTERS = 36;
  private static final int QUEUES = 60;
  private static final int PIPELINES = 100;

  @Override
  public List<KnownTarget> apply(DSLContext sql) {
    var classes = Arrays.stream(BranchClass.values()).map(BranchClass::word).toList();
    return Stream.of(
            all(Scope.PIPELINE, names(pipelines(sql), PIPELINE.SLUG, PIPELINES)),
            all(Scope.QUEUE, names(queues(sql), CLUSTER_QUEUE.QUEUE_KEY, QUEUES)),
            all(Scope.CLUSTER, names(clusters(sql), CLUSTER.NAME, CLUSTERS)),
            all(Scope.BRANCH_CLASS, classes))
        .flatMap(Function.identity())
        .toList();
  }

  private static Stream<KnownTarget> all(Scope scope, List<String> names) {
    return names.stream().map(name -> new KnownTarget(scope, name));
  }

  private SelectConditionStep<? extends Record> pipelines(DSLContext sql) {
    return sql.select(PIPELINE.SLUG)
        .from(PIPELINE)
        .where(PIPELINE.ORGANIZATION_ID.eq(organizationId), PIPELINE.ARCHIVED_MS.isNull());
  }

  private SelectConditionStep<? extends Record> queues(DSLContext sql) {
    return sql.select(CLUSTER_QUEUE.QUEUE_KEY)
        .from(CLUSTER_QUEUE)
        .join(CLUSTER)
        .on(CLUSTER.ID.eq(CLUSTER_QUEUE.CLUSTER_ID))
        .where(CLUSTER.ORGANIZATION_ID.eq(organizationId));
  }

  private SelectConditionStep<? extends Record> clusters(DSLContext sql) {
    return sql.select(CLUSTER.NAME).from(CLUSTER).where(CLUSTER.ORGANIZATION_ID.eq(organizationId));
  }

  private static List<String> names(
      SelectConditionStep<? extends Record> all, Field<String> name, int atMost) {
    return all.groupBy(name).having(count().eq(1)).orderBy(name).limit(atMost).fetch(name);
  }
}

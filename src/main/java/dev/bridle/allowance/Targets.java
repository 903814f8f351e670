package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.auth.BranchClass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;

/** Finds what people name by a slug, a name, a key or an id. */
final class Targets {
  private final DSLContext sql;
  private final String organizationId;

  Targets(DSLContext sql, String organizationId) {
    this.sql = sql;
    this.organizationId = organizationId;
  }

  String idOf(Scope scope, String text) {
    List<String> ids =
        switch (scope) {
          case ORGANIZATION -> ids(organizations(text));
          case CLUSTER -> ids(clusters(text));
          case QUEUE -> ids(queues(text));
          case PIPELINE -> ids(pipelines(text));
          case BRANCH_CLASS -> BranchClass.find(text).map(BranchClass::word).stream().toList();
          case BUILD -> ids(builds(text));
          case JOB -> ids(jobs(text));
        };
    if (ids.size() > 1) {
      throw new InvalidAllowance(
          "There are several of that name; give the id of the " + scope.word() + " as target.");
    }
    return ids.stream().findFirst().orElseThrow(() -> unknown(scope, text));
  }

  private static InvalidAllowance unknown(Scope scope, String text) {
    String classes =
        Arrays.stream(BranchClass.values())
            .map(BranchClass::word)
            .collect(Collectors.joining(", "));
    return new InvalidAllowance(
        scope == Scope.BRANCH_CLASS
            ? "target must be one of " + classes + "."
            : "There is no " + scope.word() + " '" + text + "'.");
  }

  private static List<String> ids(Select<? extends Record1<String>> found) {
    return found.fetch(row -> row.value1());
  }

  private Select<Record1<String>> organizations(String text) {
    return sql.select(ORGANIZATION.ID)
        .from(ORGANIZATION)
        .where(ORGANIZATION.ID.eq(organizationId))
        .and(ORGANIZATION.SLUG.eq(text).or(ORGANIZATION.ID.eq(text)));
  }

  private Select<Record1<String>> clusters(String text) {
    return sql.select(CLUSTER.ID)
        .from(CLUSTER)
        .where(CLUSTER.ORGANIZATION_ID.eq(organizationId))
        .and(CLUSTER.NAME.eq(text).or(CLUSTER.ID.eq(text)));
  }

  private Select<Record1<String>> queues(String text) {
    return sql.select(CLUSTER_QUEUE.ID)
        .from(CLUSTER_QUEUE)
        .join(CLUSTER)
        .on(CLUSTER.ID.eq(CLUSTER_QUEUE.CLUSTER_ID))
        .where(CLUSTER.ORGANIZATION_ID.eq(organizationId))
        .and(CLUSTER_QUEUE.QUEUE_KEY.eq(text).or(CLUSTER_QUEUE.ID.eq(text)));
  }

  private Select<Record1<String>> pipelines(String text) {
    return sql.select(PIPELINE.ID)
        .from(PIPELINE)
        .where(PIPELINE.ORGANIZATION_ID.eq(organizationId))
        .and(PIPELINE.SLUG.eq(text).or(PIPELINE.ID.eq(text)));
  }

  private Select<Record1<String>> builds(String id) {
    return sql.select(BUILD.ID)
        .from(BUILD)
        .where(BUILD.ORGANIZATION_ID.eq(organizationId), BUILD.ID.eq(id));
  }

  private Select<Record1<String>> jobs(String id) {
    return sql.select(JOB.ID)
        .from(JOB)
        .where(JOB.ORGANIZATION_ID.eq(organizationId), JOB.ID.eq(id));
  }
}

package dev.bridle.build;

import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;

import dev.bridle.organization.Clusters;
import dev.bridle.pipeline.CommandStep;
import dev.bridle.pipeline.JobReferences;
import dev.bridle.pipeline.PipelineDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Which queue of a cluster the steps' agent rules ask for. */
final class QueueRules {
  private static final String QUEUE = "queue=";

  private final Map<String, String> idByKey;
  private final String defaultId;

  QueueRules(DSLContext sql, String clusterId) {
    idByKey =
        sql.select(CLUSTER_QUEUE.QUEUE_KEY, CLUSTER_QUEUE.ID)
            .from(CLUSTER_QUEUE)
            .where(CLUSTER_QUEUE.CLUSTER_ID.eq(clusterId))
            .fetchMap(CLUSTER_QUEUE.QUEUE_KEY, CLUSTER_QUEUE.ID);
    defaultId = Clusters.defaultQueue(sql, clusterId).id();
  }

  /** The sentence about the first queue that does not exist. */
  Optional<String> mistakeIn(PipelineDefinition pipeline) {
    return pipeline.flat().stream()
        .filter(CommandStep.class::isInstance)
        .flatMap(step -> asked(((CommandStep) step).agents()).stream())
        .filter(key -> !idByKey.containsKey(key))
        .findFirst()
        .map(key ->
            "There is no queue \"" + JobReferences.shown(key) + "\" in this pipeline's cluster.");
  }

  String idFor(List<String> rules) {
    return asked(rules).map(idByKey::get).orElse(defaultId);
  }

  String defaultId() {
    return defaultId;
  }

  private static Optional<String> asked(List<String> rules) {
    return rules.stream()
        .filter(rule -> rule.startsWith(QUEUE))
        .map(rule -> rule.substring(QUEUE.length()))
        .findFirst();
  }
}

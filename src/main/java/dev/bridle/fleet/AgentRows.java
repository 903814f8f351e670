package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Agents out of their rows. */
final class AgentRows {
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private AgentRows() {}

  static Agent agent(Record row) {
    return new Agent(
        row.get(AGENT.ID),
        row.get(AGENT.ORGANIZATION_ID),
        row.get(AGENT.CLUSTER_ID),
        row.get(AGENT.QUEUE_ID),
        row.get(AGENT.NAME),
        row.get(AGENT.HOSTNAME),
        row.get(AGENT.OS),
        row.get(AGENT.ARCH),
        row.get(AGENT.VERSION),
        row.get(AGENT.USER_AGENT),
        row.get(AGENT.IP_ADDRESS),
        row.get(AGENT.PRIORITY),
        list(row.get(AGENT.TAGS)),
        row.get(AGENT.IGNORE_IN_DISPATCHES),
        row.get(AGENT.STATE),
        Instant.ofEpochMilli(row.get(AGENT.CREATED_MS)),
        instant(row.get(AGENT.CONNECTED_MS)),
        Instant.ofEpochMilli(row.get(AGENT.SEEN_MS)),
        instant(row.get(AGENT.DISCONNECTED_MS)),
        instant(row.get(AGENT.STOP_ASKED_MS)),
        pause(row));
  }

  static @Nullable Pause pause(Record row) {
    var since = instant(row.get(AGENT.PAUSED_MS));
    var until = instant(row.get(AGENT.PAUSED_UNTIL_MS));
    return since == null || until == null
        ? null
        : new Pause(
            since,
            until,
            row.get(AGENT.PAUSED_BY),
            row.get(AGENT.PAUSED_BY_NAME),
            row.get(AGENT.PAUSED_NOTE));
  }

  /** What agents have in hand, by their ids. */
  static Map<String, AgentAtWork.Work> work(DSLContext sql, List<String> agentIds) {
    return sql.select(
            JOB.AGENT_ID,
            JOB.ID,
            JOB.STATE,
            JOB.LABEL,
            JOB.COMMAND,
            JOB.BUILD_ID,
            BUILD.NUMBER,
            PIPELINE.SLUG,
            PIPELINE.NAME)
        .from(JOB)
        .join(BUILD)
        .on(BUILD.ID.eq(JOB.BUILD_ID))
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(JOB.PIPELINE_ID))
        .where(JOB.AGENT_ID.in(agentIds))
        // As the index of jobs on agents has it.
        .and(
            JOB.STATE.in(
                DSL.inline("assigned"),
                DSL.inline("accepted"),
                DSL.inline("running"),
                DSL.inline("canceling")))
        .orderBy(JOB.ID)
        .fetchMap(JOB.AGENT_ID, AgentRows::work);
  }

  private static AgentAtWork.Work work(Record row) {
    return new AgentAtWork.Work(
        row.get(JOB.ID),
        row.get(JOB.STATE),
        row.get(JOB.LABEL),
        name(row.get(JOB.LABEL), row.get(JOB.COMMAND)),
        row.get(JOB.BUILD_ID),
        row.get(BUILD.NUMBER),
        row.get(PIPELINE.SLUG),
        row.get(PIPELINE.NAME));
  }

  private static String name(@Nullable String label, String command) {
    return label == null || label.isBlank() ? command.lines().findFirst().orElse("") : label;
  }

  static List<String> list(String json) {
    return JsonMapper.shared().readValue(json, LIST);
  }

  static String text(List<String> list) {
    return JsonMapper.shared().writeValueAsString(list);
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}

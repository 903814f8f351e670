package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;

import java.time.Instant;
import java.util.List;
import org.jooq.Record;
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
        instant(row.get(AGENT.DISCONNECTED_MS)));
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

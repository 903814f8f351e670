package dev.bridle.rest;

import dev.bridle.fleet.Agent;
import dev.bridle.fleet.AgentAtWork;
import dev.bridle.fleet.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How agents look in REST v2. */
public final class AgentShapes {
  private final Shapes shapes;

  public AgentShapes(Shapes shapes) {
    this.shapes = shapes;
  }

  String origin() {
    return shapes.origin();
  }

  /** As jobs show theirs. */
  Map<String, Object> agent(String organization, Agent agent) {
    var shape = Shapes.object("Agent", agent.id());
    shape.put("url", shapes.url(organization, "/agents/" + agent.id()));
    shape.put(
        "web_url", shapes.origin() + "/organizations/" + organization + "/agents/" + agent.id());
    shape.put("name", agent.name());
    shape.put("connection_state", agent.shownState());
    shape.put("hostname", agent.hostname());
    shape.put("ip_address", agent.ipAddress());
    shape.put("user_agent", agent.userAgent());
    shape.put("version", agent.version());
    shape.put("arch", agent.arch());
    shape.put("creator", null);
    shape.put("created_at", Times.iso(agent.createdAt()));
    shape.put("connected_at", Times.iso(agent.connectedAt()));
    shape.put("disconnected_at", Times.iso(agent.disconnectedAt()));
    shape.put("priority", agent.priority());
    shape.put("meta_data", agent.tags());
    return shape;
  }

  /** With what it does now; {@code last_seen_at} is Bridle's own. */
  Map<String, Object> whole(String organization, AgentAtWork at, Instant now) {
    var shape = agent(organization, at.agent());
    var work = at.work();
    shape.put("os_id", at.agent().os());
    shape.put("queue", at.queueKey());
    shape.put("cluster_id", at.agent().clusterId());
    shape.put("cluster_queue_id", at.agent().queueId());
    shape.put("last_seen_at", Times.iso(at.agent().seenAt()));
    shape.put("job", work == null ? null : AgentListResource.job(work));
    pause(shape, at.agent().pause(now));
    return shape;
  }

  private static void pause(Map<String, Object> shape, Optional<Pause> pause) {
    shape.put("paused", pause.isPresent());
    shape.put("paused_at", pause.map(one -> Times.iso(one.since())).orElse(null));
    shape.put("paused_by", pause.map(AgentShapes::person).orElse(null));
    shape.put("paused_note", pause.map(Pause::note).orElse(null));
    shape.put("paused_timeout_in_minutes", pause.map(AgentShapes::minutes).orElse(null));
  }

  private static Map<String, Object> person(Pause pause) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", pause.byId());
    shape.put("name", pause.by());
    return shape;
  }

  private static long minutes(Pause pause) {
    return Duration.between(pause.since(), pause.until()).toMinutes();
  }
}

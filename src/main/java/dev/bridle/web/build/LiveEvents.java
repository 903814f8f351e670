package dev.bridle.web.build;

import dev.bridle.build.BuildChange;
import dev.bridle.build.Following;
import dev.bridle.http.EventSource;
import dev.bridle.http.ServerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What changes in a build, in as few words as its open pages need. */
record LiveEvents(Following following) implements EventSource {
  @Override
  public List<ServerEvent> next(Duration atMost) throws InterruptedException {
    return following.next(atMost).stream().map(LiveEvents::event).toList();
  }

  @Override
  public boolean isOver() {
    return following.isClosed();
  }

  @Override
  public void close() {
    following.close();
  }

  private static ServerEvent event(BuildChange change) {
    return switch (change) {
      case BuildChange.OfJob job -> new ServerEvent("job", null, json(said(job)));
      case BuildChange.OfLog(var job, var size) ->
          new ServerEvent("log", null, json(Map.of("job", job, "size", size)));
      case BuildChange.OfBuild build ->
          new ServerEvent(
              "build",
              Long.toString(build.revision()),
              json(Map.of("state", build.state().word(), "over", build.state().over())));
    };
  }

  private static Map<String, @Nullable Object> said(BuildChange.OfJob job) {
    var said = new LinkedHashMap<String, @Nullable Object>();
    said.put("id", job.id());
    said.put("state", job.state());
    said.put("retried", job.retriedIn() != null);
    said.put("since", millis(job.startedAt()));
    said.put("until", millis(job.finishedAt()));
    return said;
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  private static String json(Map<String, ?> value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}

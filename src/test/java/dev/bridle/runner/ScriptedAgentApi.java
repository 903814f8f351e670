package dev.bridle.runner;

import dev.bridle.http.Guarded;
import dev.bridle.http.Handler;
import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.http.Server;
import dev.bridle.http.ServerLimits;
import dev.bridle.http.TrustedProxies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The other side of the wire: hands out one job and keeps what the runner says about it. */
final class ScriptedAgentApi implements AutoCloseable {
  static final String TOKEN = "jobtoken-0123456789";

  final BlockingQueue<JsonNode> finished = new LinkedBlockingQueue<>();
  final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  final AtomicInteger failuresToCome = new AtomicInteger();
  volatile String state = "running";

  private final Server server =
      new Server(
          (_, why) -> Reply.message(500, String.valueOf(why)),
          ServerLimits.of(Duration.ofMinutes(1)),
          TrustedProxies.NONE,
          Headers.NONE);
  private final Map<Long, byte[]> chunks = new ConcurrentSkipListMap<>();
  private final Map<String, String> env;
  private volatile boolean offered;

  ScriptedAgentApi(Map<String, String> env) {
    this.env = env;
    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.serve(
        List.of(
            route("POST", "/v3/register", this::register),
            route("POST", "/v3/connect", _ -> Reply.ok(Map.of())),
            route("POST", "/v3/disconnect", _ -> Reply.ok(Map.of())),
            route("POST", "/v3/heartbeat", _ -> Reply.ok(Map.of())),
            route("GET", "/v3/ping", _ -> ping()),
            route("PUT", "/v3/jobs/J1/accept", _ -> accept()),
            route("PUT", "/v3/jobs/J1/start", _ -> Reply.ok(Map.of())),
            route("GET", "/v3/jobs/J1", _ -> Reply.ok(Map.of("state", state))),
            route("POST", "/v3/jobs/J1/chunks", this::chunk),
            route("PUT", "/v3/jobs/J1/finish", this::finish)));
  }

  private Route route(String method, String path, Handler handler) {
    return new Route(
        method,
        path,
        "ANYONE",
        new Route.Endpoint.Blocking(
            Route.ORDINARY_BODY,
            Guarded.anyone(
                    request -> {
                      calls.add(
                          method + " " + path + " " + request.header("Authorization").orElse(""));
                      return handler.handle(request);
                    })
                .handler()));
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.port() + "/v3";
  }

  private Reply register(Request request) {
    return Reply.ok(
        Map.of(
            "id",
            "A1",
            "name",
            request.json().path("name").asString(),
            "access_token",
            "session",
            "ping_interval",
            1,
            "job_status_interval",
            1,
            "heartbeat_interval",
            30));
  }

  private synchronized Reply ping() {
    if (offered) {
      return Reply.ok(Map.of());
    }
    offered = true;
    return Reply.ok(Map.of("job", Map.of("id", "J1")));
  }

  private Reply accept() {
    var job = new LinkedHashMap<String, Object>();
    job.put("id", "J1");
    job.put("token", TOKEN);
    job.put("chunks_max_size_bytes", 1000);
    job.put("chunks_interval_seconds", 1);
    job.put("env", env);
    return Reply.ok(job);
  }

  private Reply chunk(Request request) throws IOException {
    if (failuresToCome.getAndDecrement() > 0) {
      return Reply.message(503, "not now");
    }
    long offset = Long.parseLong(request.query("offset").orElseThrow());
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
      chunks.put(offset, plain.readAllBytes());
    }
    return Reply.empty(201);
  }

  private Reply finish(Request request) {
    finished.add(request.json());
    return Reply.ok(Map.of());
  }

  /** The chunks, joined; fails when there is a gap or one is larger than allowed. */
  String log() {
    var log = new StringBuilder();
    long expected = 0;
    for (var chunk : chunks.entrySet()) {
      if (chunk.getKey() != expected || chunk.getValue().length > 1000) {
        throw new AssertionError("chunk at " + chunk.getKey() + ", expected at " + expected);
      }
      expected += chunk.getValue().length;
      log.append(new String(chunk.getValue(), StandardCharsets.ISO_8859_1));
    }
    return log.toString();
  }

  @Nullable JsonNode awaitFinish() throws InterruptedException {
    return finished.poll(20, java.util.concurrent.TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    server.drain(Duration.ZERO, () -> {});
    server.close();
  }
}

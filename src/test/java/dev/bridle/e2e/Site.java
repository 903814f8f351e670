package dev.bridle.e2e;

import dev.bridle.testing.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A server that is set up, seen by its administrator. */
final class Site implements AutoCloseable {
  /** One build as it is known from its creation. */
  record Build(String pipeline, long number) {
    String path() {
      return "/pipelines/" + pipeline + "/builds/" + number;
    }
  }

  private static final String ORGANIZATION = "/v2/organizations/acme";
  private static final Set<String> OVER = Set.of("passed", "failed", "canceled");

  private final ServerProcess server;
  private final String apiToken;
  private final String agentToken;
  private Calls rest;

  private Site(ServerProcess server) {
    this.server = server;
    var made = server.setUp();
    this.apiToken = made.path("api_token").asString();
    this.agentToken = made.path("agent_token").asString();
    this.rest = server.as(apiToken);
  }

  static Site start(Map<String, String> flags, Map<String, String> variables) {
    var server = ServerProcess.start(flags, variables);
    try {
      return new Site(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** With the sandbox connected. */
  static Site withSandbox(Map<String, String> flags) {
    var site = start(flags, Map.of());
    site.connect(Map.of("method", "sandbox"));
    return site;
  }

  ServerProcess server() {
    return server;
  }

  String apiToken() {
    return apiToken;
  }

  String agentToken() {
    return agentToken;
  }

  /** After the server was started again its old connections are useless. */
  void reconnect() {
    rest = server.as(apiToken);
  }

  void connect(Map<String, Object> connection) {
    must(200, rest.put(ORGANIZATION + "/model-providers/anthropic", connection));
  }

  void createPipeline(String slug, String repository, String configuration) {
    must(
        201,
        rest.post(
            ORGANIZATION + "/pipelines",
            Map.of("name", slug, "repository", repository, "configuration", configuration)));
  }

  Build createBuild(String pipeline, String commit) {
    var wanted = Map.of("branch", "main", "commit", commit, "message", "A build");
    var made = must(201, rest.post(ORGANIZATION + "/pipelines/" + pipeline + "/builds", wanted));
    return new Build(pipeline, made.path("number").asLong());
  }

  /** A build of a new pipeline that needs no repository. */
  Build run(String pipeline, String configuration) {
    createPipeline(pipeline, "", configuration);
    return createBuild(pipeline, "HEAD");
  }

  Calls.Came get(String path) {
    return rest.get(ORGANIZATION + path);
  }

  Calls.Came post(String path, Object body) {
    return rest.post(ORGANIZATION + path, body);
  }

  Calls.Came put(String path, Object body) {
    return rest.put(ORGANIZATION + path, body);
  }

  JsonNode json(String path) {
    return must(200, get(path));
  }

  JsonNode show(Build build) {
    return json(build.path());
  }

  /** The build once it has ended, whichever way. */
  JsonNode await(Build build, Duration patience) {
    var seen = new AtomicReference<JsonNode>(MissingNode.getInstance());
    Site.awaitUntil(
        patience,
        () -> {
          seen.set(show(build));
          return OVER.contains(seen.get().path("state").asString());
        });
    return seen.get();
  }

  /** Waits for something that may fail on the way, as a server does that is just started again. */
  static void awaitUntil(Duration patience, Callable<Boolean> condition) {
    patiently().atMost(patience).until(condition);
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().pollInterval(Duration.ofMillis(200)).ignoreExceptions();
  }

  /** The build's jobs that run commands, in order. */
  static List<JsonNode> jobs(JsonNode build) {
    return StreamSupport.stream(build.path("jobs").spliterator(), false)
        .filter(job -> job.path("type").asString().equals("script"))
        .toList();
  }

  String log(Build build, JsonNode job) {
    return get(build.path() + "/jobs/" + job.path("id").asString() + "/log.txt").text();
  }

  /** Every answer of REST that tells of this build. */
  List<String> answersAbout(Build build) {
    var shown = show(build);
    var paths = new ArrayList<String>();
    paths.add(build.path());
    paths.add("/builds");
    paths.add("/pipelines/" + build.pipeline());
    paths.add("/pipelines/" + build.pipeline() + "/builds");
    paths.add("/model-calls");
    paths.add("/audit-events");
    for (JsonNode job : jobs(shown)) {
      String path = build.path() + "/jobs/" + job.path("id").asString();
      paths.addAll(List.of(path + "/log", path + "/log.txt", path + "/log.html", path + "/env"));
    }
    return paths.stream().map(this::get).map(Site::whole).toList();
  }

  private static String whole(Calls.Came came) {
    if (came.status() != 200) {
      throw new IllegalStateException(came.response().uri() + " answered " + came.status());
    }
    return came.text();
  }

  /** The log of the build's last job. */
  String lastLog(Build build) {
    return log(build, jobs(show(build)).getLast());
  }

  List<JsonNode> calls() {
    return StreamSupport.stream(json("/model-calls").path("items").spliterator(), false).toList();
  }

  List<JsonNode> callsOf(JsonNode job) {
    var page = json("/model-calls?job=" + job.path("id").asString());
    return StreamSupport.stream(page.path("items").spliterator(), false).toList();
  }

  /** The group of this key in a report of usage. */
  JsonNode usage(String groupBy, String key) {
    var report = json("/usage?product=hosted_models&group_by=" + groupBy);
    return StreamSupport.stream(report.path("groups").spliterator(), false)
        .filter(group -> group.path("key").asString().equals(key))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static JsonNode must(int status, Calls.Came came) {
    if (came.status() != status) {
      throw new IllegalStateException(
          came.response().uri() + " answered " + came.status() + ": " + came.text());
    }
    return came.json();
  }

  @Override
  public void close() {
    server.close();
  }
}

package dev.bridle.runner;

import dev.bridle.config.Secret;
import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One registered agent and the calls it makes for itself. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger("runner");

  private final ApiClient client;
  private final Pauses pauses;
  private final JsonNode registration;

  private Session(ApiClient client, Pauses pauses, JsonNode registration) {
    this.client = client;
    this.pauses = pauses;
    this.registration = registration;
  }

  static Session register(RunnerSettings settings, String name, Pauses pauses)
      throws ApiFailure, InterruptedException {
    var client =
        new ApiClient(settings.endpoint(), "Token " + settings.token().reveal(), "bridle-runner");
    var answered =
        Retry.REGISTER.call(
            pauses, () -> client.callJson("POST", "/register", introduction(settings, name)));
    if (!answered.ok()) {
      throw new ApiFailure(answered.status(), answered.sentence());
    }
    var registration = answered.json();
    String endpoint = registration.path("endpoint").asString("");
    var session =
        (endpoint.isEmpty() ? client : client.at(endpoint))
            .authorizedAs("Token " + registration.path("access_token").asString(""));
    return new Session(session, pauses, registration);
  }

  private static Map<String, Object> introduction(RunnerSettings settings, String name) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", name);
    json.put("hostname", hostname());
    json.put("os", System.getProperty("os.name"));
    json.put("arch", System.getProperty("os.arch"));
    json.put("script_eval_enabled", true);
    json.put("ignore_in_dispatches", false);
    json.put("version", "bridle-runner");
    json.put("build", "x");
    json.put("meta_data", settings.tags());
    json.put("pid", ProcessHandle.current().pid());
    json.put("features", List.of());
    return json;
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  String name() {
    return registration.path("name").asString("runner");
  }

  String endpoint() {
    return client.address();
  }

  Duration pingInterval() {
    return interval("ping_interval");
  }

  Duration jobStatusInterval() {
    return interval("job_status_interval");
  }

  Duration heartbeatInterval() {
    return interval("heartbeat_interval");
  }

  private Duration interval(String name) {
    return Duration.ofSeconds(Math.max(1, registration.path(name).asInt(1)));
  }

  void connect() throws ApiFailure, InterruptedException {
    expect(Retry.CONNECT.call(pauses, () -> client.call("POST", "/connect")));
  }

  void disconnect() throws InterruptedException {
    try {
      expect(Retry.DISCONNECT.call(pauses, () -> client.call("POST", "/disconnect")));
    } catch (ApiFailure e) {
      LOG.warn("{} could not say goodbye: {}", name(), e.getMessage());
    }
  }

  void heartbeat(Instant now) throws ApiFailure, InterruptedException {
    var body = Map.of("sent_at", now.toString());
    expect(Retry.HEARTBEAT.call(pauses, () -> client.callJson("POST", "/heartbeat", body)));
  }

  /** Asks for work. A server that can't answer just now counts as one without work. */
  Offer ping() throws ApiFailure {
    ApiClient.Answered answered;
    try {
      answered = client.call("GET", "/ping");
    } catch (ApiFailure e) {
      LOG.warn("{}: {}", name(), e.getMessage());
      return new Offer.Nothing();
    }
    if (Retry.isTransient(answered.status())) {
      LOG.warn("{}: {}", name(), answered.sentence());
      return new Offer.Nothing();
    }
    expect(answered);
    return offer(answered.json());
  }

  private static Offer offer(JsonNode json) {
    String job = json.path("job").path("id").asString("");
    return switch (json.path("action").asString("")) {
      case "disconnect" -> new Offer.Leave();
      case "pause" -> new Offer.Nothing();
      default -> job.isEmpty() ? new Offer.Nothing() : new Offer.Job(job);
    };
  }

  /** Takes a job, unless the server has thought better of it. */
  Optional<AcceptedJob> accept(String jobId) throws InterruptedException {
    String path = "/jobs" + ApiClient.path(jobId) + "/accept";
    try {
      var answered = Retry.ACCEPT.call(pauses, () -> client.call("PUT", path));
      if (answered.ok()) {
        var own = new Secret(registration.path("access_token").asString(""));
        return Optional.of(AcceptedJob.of(answered.json(), own));
      }
      LOG.warn("{} may not take job {}: {}", name(), jobId, answered.sentence());
    } catch (ApiFailure e) {
      LOG.warn("{} could not take job {}: {}", name(), jobId, e.getMessage());
    }
    return Optional.empty();
  }

  JobApi job(AcceptedJob job) {
    return new JobApi(client.authorizedAs("Token " + job.token().reveal()), pauses, job.id());
  }

  private static void expect(ApiClient.Answered answered) throws ApiFailure {
    if (!answered.ok()) {
      throw new ApiFailure(answered.status(), answered.sentence());
    }
  }
}

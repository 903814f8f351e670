package dev.bridle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server with one running job, whose hosted provider is a fake. */
public final class CallDesk implements AutoCloseable {
  public static final String OPERATORS_KEY = "sk-ant-operator-000000001";
  public static final String OPERATORS_OPENAI_KEY = "sk-proj-operator-000000001";

  private static final Map<String, String> KEYS =
      Map.of("BRIDLE_ANTHROPIC_KEY", OPERATORS_KEY, "BRIDLE_OPENAI_KEY", OPERATORS_OPENAI_KEY);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> flags;
  private final DatabaseUrl url;
  private final Database database;
  private final InstantSource clock;
  private final boolean guest;
  private Bridle bridle;
  private boolean stopped;
  public final Path data;
  public final CiRecord ci;
  public final CiRecord.RunningJob job;
  public final String apiToken;

  private CallDesk(
      Engine engine, URI provider, Duration patience, Map<String, String> more, InstantSource clock)
      throws IOException {
    this.clock = clock;
    guest = false;
    data = Engine.temporaryFolder();
    String seconds = String.valueOf(patience.toSeconds());
    url = engine.newDatabase(data);
    flags = new HashMap<>();
    flags.put("data", data.toString());
    flags.put("listen", "127.0.0.1:0");
    flags.put("drain-seconds", "1");
    flags.put("anthropic-url", provider.toString());
    flags.put("openai-url", provider.toString());
    flags.put("upstream-connect-seconds", seconds);
    flags.put("upstream-first-byte-seconds", seconds);
    flags.put("upstream-idle-seconds", seconds);
    flags.putAll(more);
    if (engine == Engine.POSTGRESQL) {
      flags.put("database-url", url.jdbc().replace("jdbc:postgresql://", "postgresql://postgres@"));
    }
    database = Database.open(url);
    ci = database.write(sql -> CiRecord.of(sql, "acme"));
    job = database.write(sql -> ci.runningJob(sql, 1));
    apiToken = database.write(ci::apiToken);
    bridle = start(KEYS);
    put("model-providers/anthropic", "{\"method\":\"hosted\"}");
  }

  private CallDesk(CallDesk host, String slug) {
    clock = host.clock;
    guest = true;
    data = host.data;
    flags = host.flags;
    url = host.url;
    database = host.database;
    bridle = host.bridle;
    ci = database.write(sql -> CiRecord.of(sql, slug));
    job = database.write(sql -> ci.runningJob(sql, 1));
    apiToken = database.write(ci::apiToken);
    put("model-providers/anthropic", "{\"method\":\"hosted\"}");
  }

  /** Another organization on the same server, with a running job; closing it ends nothing. */
  public CallDesk another(String slug) {
    return new CallDesk(this, slug);
  }

  public static CallDesk open(Engine engine, FakeProvider provider) {
    return open(engine, provider, Duration.ofSeconds(30));
  }

  /**
   * A server of its own with a hosted connection to the fake.
   *
   * @param patience how long the provider may take for each thing
   */
  public static CallDesk open(Engine engine, FakeProvider provider, Duration patience) {
    return open(engine, provider, patience, Map.of());
  }

  /** With more settings, as flags without their hyphens. */
  public static CallDesk open(
      Engine engine, FakeProvider provider, Duration patience, Map<String, String> more) {
    return open(engine, provider.url(), patience, more, InstantSource.system());
  }

  /** With the provider at any address. */
  public static CallDesk open(
      Engine engine, URI provider, Duration patience, Map<String, String> more) {
    return open(engine, provider, patience, more, InstantSource.system());
  }

  /** With a time of its own. */
  public static CallDesk open(Engine engine, FakeProvider provider, InstantSource clock) {
    return open(engine, provider.url(), Duration.ofSeconds(30), Map.of(), clock);
  }

  /** With everything that can be chosen. */
  public static CallDesk open(
      Engine engine,
      URI provider,
      Duration patience,
      Map<String, String> more,
      InstantSource clock) {
    try {
      return new CallDesk(engine, provider, patience, more, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bridle start(Map<String, String> variables) throws IOException {
    return Bridle.start(BridleSettings.read(flags, variables), clock);
  }

  /** Stops the server and starts it again on the same data. */
  public void restart() throws IOException {
    bridle.close();
    bridle = start(KEYS);
  }

  /** The same, but its operator has no keys any more. */
  public void restartWithoutKeys() throws IOException {
    bridle.close();
    bridle = start(Map.of());
  }

  /** Ends the server only, for good. */
  public void stop() {
    stopped = true;
    bridle.close();
  }

  public Database database() {
    return database;
  }

  /** Where it listens, for people and programs. */
  public String url() {
    return bridle.localUrl();
  }

  /** Someone with that token, over REST. */
  public Calls as(String token) {
    return new Calls(url(), "Bearer " + token);
  }

  /** An administrator and a member who can sign in with the password of {@link RunningBridle}. */
  public void addPeople() {
    for (String role : List.of("admin", "member")) {
      String email = role.equals("admin") ? RunningBridle.ANA : RunningBridle.BEN;
      String name = role.equals("admin") ? "Ana Torres" : "Ben Okafor";
      var person = Map.of("email", email, "name", name, "role", role);
      var answer = postRest("members", JsonMapper.shared().writeValueAsString(person));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
    KnownPassword.giveTo(List.of(RunningBridle.ANA, RunningBridle.BEN), url);
  }

  public URI ai(String path) {
    return URI.create(bridle.localUrl() + "/v3/ai/anthropic" + path);
  }

  public URI rest(String path) {
    return URI.create(bridle.localUrl() + "/v2/organizations/" + ci.slug + "/" + path);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends bytes as they are and reads until the server closes, or has been silent for a while. */
  public String raw(String request) {
    return raw(request, Duration.ofSeconds(2));
  }

  /**
   * Sends bytes as they are, to a server that may take its time.
   *
   * @param silence so long may it think before it says more
   */
  public String raw(String request, Duration silence) {
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), ai("").getPort())) {
      socket.setSoTimeout((int) silence.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        answer.write(b);
      }
    } catch (SocketTimeoutException e) {
      // A connection that is kept open: what was said until now is the answer.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** A call with the job's own token. */
  public HttpResponse<String> post(String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(ai(path))
            .header("x-api-key", job.token())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /** Connects OpenAI with the operator's key. */
  public void connectOpenAi() {
    assertThat(put("model-providers/openai", "{\"method\":\"hosted\"}").statusCode())
        .isEqualTo(200);
  }

  /** A call of OpenAI, with the token where its SDKs put it. */
  public HttpResponse<String> openAi(String path, String body, String... headers) {
    var request =
        openAi(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public HttpRequest.Builder openAi(String path) {
    return HttpRequest.newBuilder(URI.create(bridle.localUrl() + "/v3/ai/openai" + path))
        .header("Authorization", "Bearer " + job.token());
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(ai(path)).header("x-api-key", job.token()));
  }

  public HttpResponse<String> put(String path, String body) {
    return send(
        HttpRequest.newBuilder(rest(path))
            .header("Authorization", "Bearer " + apiToken)
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> delete(String path) {
    return send(
        HttpRequest.newBuilder(rest(path)).header("Authorization", "Bearer " + apiToken).DELETE());
  }

  public HttpResponse<String> postRest(String path, String body) {
    return send(
        HttpRequest.newBuilder(rest(path))
            .header("Authorization", "Bearer " + apiToken)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Takes the allowances away that a new connection begins with. */
  public void deleteAllowances() {
    for (JsonNode one : JsonMapper.shared().readTree(getRest("allowances").body())) {
      assertThat(delete("allowances/" + one.path("id").asString()).statusCode()).isEqualTo(204);
    }
  }

  /** Makes an allowance; the rest of its fields is as they usually are. */
  public JsonNode allow(String scope, String unit, String window, String amount, String... more) {
    var terms = new HashMap<String, Object>();
    terms.put("scope", scope);
    terms.put("unit", unit);
    terms.put("window", window);
    terms.put("amount", amount);
    for (int i = 0; i < more.length; i += 2) {
      terms.put(more[i], more[i + 1]);
    }
    var answer = postRest("allowances", JsonMapper.shared().writeValueAsString(terms));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JsonMapper.shared().readTree(answer.body());
  }

  public JsonNode allowance(JsonNode made) {
    return JsonMapper.shared().readTree(getRest("allowances/" + made.path("id").asString()).body());
  }

  public JsonNode limits() {
    var request =
        HttpRequest.newBuilder(URI.create(bridle.localUrl() + "/v3/ai/limits"))
            .header("Authorization", "Bearer " + job.token());
    return JsonMapper.shared().readTree(send(request).body()).path("limits");
  }

  /** What happened to allowances, newest first. */
  public JsonNode allowanceEvents() {
    return JsonMapper.shared().readTree(getRest("allowance-events").body()).path("items");
  }

  /** Calls that were not made, and what rules on trial said, newest first. */
  public JsonNode refusedCalls() {
    return JsonMapper.shared().readTree(getRest("refused-calls").body()).path("items");
  }

  /** Puts a policy of these rules, written with single quotes, in the place of the built-in one. */
  public void policy(String... rules) {
    String document =
        "{\"version\":0,\"rules\":[" + String.join(",", rules).replace('\'', '"') + "]}";
    var answer = put("ai-policy", document);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  public HttpResponse<String> getRest(String path) {
    return send(HttpRequest.newBuilder(rest(path)).header("Authorization", "Bearer " + apiToken));
  }

  public JsonNode usage(String groupBy) {
    return JsonMapper.shared()
        .readTree(getRest("usage?product=hosted_models&group_by=" + groupBy).body());
  }

  /** The ledger's rows, oldest first. */
  public JsonNode calls() {
    return JsonMapper.shared().readTree(getRest("model-calls").body()).path("items");
  }

  /** The ledger's only row, once it is settled. */
  public JsonNode onlyCall() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !calls().path(0).path("settled_at").isNull());
    assertThat(calls()).hasSize(1);
    return calls().get(0);
  }

  @Override
  public void close() {
    http.close();
    if (guest) {
      return;
    }
    if (!stopped) {
      bridle.close();
    }
    database.close();
  }
}

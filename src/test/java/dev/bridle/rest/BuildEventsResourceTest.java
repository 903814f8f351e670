package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@OnBothEngines
class BuildEventsResourceTest {
  private static final String PIPELINES = "/v2/organizations/acme/pipelines";
  private static final String EVENTS = PIPELINES + "/demo/builds/1/events";

  private final RunningBridle bridle;
  private final String token;
  private final Calls ana;
  private final TestAgent agent;

  private boolean stopped;

  BuildEventsResourceTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    var tokens = bridle.setUp();
    token = tokens.path("api_token").asString();
    ana = bridle.as(token);
    agent = TestAgent.register(bridle.url(), tokens.path("agent_token").asString());
  }

  @AfterEach
  void close() {
    if (!stopped) {
      bridle.close();
    }
  }

  private void build(String steps) {
    ana.post(PIPELINES, Map.of("name", "Demo", "configuration", "steps:\n" + steps));
    ana.post(PIPELINES + "/demo/builds", Map.of("message", "try"));
  }

  private HttpResponse<Stream<String>> open(String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(bridle.url() + path))
            .header("Authorization", "Bearer " + token);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
  }

  /** One event as a browser would give it out. */
  private record Event(String name, String id, JsonNode data) {}

  private static Event until(Iterator<String> lines, Predicate<Event> wanted) {
    String name = "";
    String id = "";
    while (true) {
      String line = lines.next();
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        var event = new Event(name, id, JsonMapper.shared().readTree(line.substring(6)));
        if (wanted.test(event)) {
          return event;
        }
      }
    }
  }

  private static boolean isState(Event event, String of, String state) {
    return event.name.equals(of) && event.data.path("state").asString().equals(state);
  }

  @Test
  void aBuildIsFollowedToItsEnd() throws Exception {
    build("  - {command: a, label: '<b>&'}\n");
    var lines = open(EVENTS).body().iterator();
    assertThat(until(lines, event -> isState(event, "job", "scheduled")).data.path("label"))
        .hasToString("\"<b>&\"");

    var job = agent.take();
    assertThat(until(lines, event -> isState(event, "job", "running")).data.path("id").asString())
        .isEqualTo(job.id());
    agent.finish(job, "0");

    assertThat(until(lines, event -> isState(event, "build", "passed")).id).isNotEmpty();
  }

  @Test
  void whoComesAgainGoesOnWhereItWas() throws Exception {
    build("  - {command: a}\n  - {command: b}\n");
    var seen = until(open(EVENTS).body().iterator(), event -> event.name.equals("build"));
    var job = agent.take();

    var again = open(EVENTS, "Last-Event-ID", seen.id).body().iterator();
    var first = until(again, _ -> true);

    assertThat(first.name).isEqualTo("job");
    assertThat(first.data.path("id").asString()).isEqualTo(job.id());
    assertThat(until(again, _ -> true).name).isEqualTo("build");
    var byQuery = open(EVENTS + "?after=" + seen.id).body().iterator();
    assertThat(until(byQuery, _ -> true).data.path("id").asString()).isEqualTo(job.id());
  }

  @Test
  void theGrowthOfALogIsTold() throws Exception {
    build("  - {command: a}\n");
    var job = agent.take();
    var lines = open(EVENTS + "?log=" + job.id()).body().iterator();
    until(lines, event -> event.name.equals("log") && event.data.path("size").asInt(-1) == 0);

    agent.log(job, 0, "hello\r\n");

    var grown = until(lines, event -> event.name.equals("log"));
    assertThat(grown.data.path("job_id").asString()).isEqualTo(job.id());
    assertThat(grown.data.path("size").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsAskedWronglyIsRefused() throws Exception {
    build("  - {command: a}\n");

    assertThat(open(EVENTS + "?after=x").statusCode()).isEqualTo(400);
    assertThat(open(EVENTS + "?log=none").statusCode()).isEqualTo(404);
    assertThat(open(EVENTS + "?log=1".repeat(11).replace("1?", "1&")).statusCode()).isEqualTo(404);
    assertThat(open(PIPELINES + "/demo/builds/2/events").statusCode()).isEqualTo(404);
    assertThat(bridle.asNobody().get(EVENTS).status()).isEqualTo(401);
  }

  @Test
  void aServerThatStopsEndsTheStream() throws Exception {
    build("  - {command: a}\n");
    var lines = open(EVENTS).body().iterator();
    until(lines, event -> event.name.equals("build"));

    bridle.close();
    stopped = true;

    assertThat(lines).toIterable().allMatch(line -> line.isEmpty() || line.equals(":"));
  }
}

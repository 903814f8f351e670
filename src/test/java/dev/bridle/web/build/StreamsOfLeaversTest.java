package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Whoever may not read any more reads no further, in a stream that was open already either. */
@OnBothEngines
@Timeout(60)
class StreamsOfLeaversTest {
  private static final String API = "/v2/organizations/acme";
  private static final String PAGE = "/acme/demo/builds/1/events";

  /** Far below the ten minutes after which a stream ends anyway. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final RunningBridle bridle;
  private final Calls ana;

  StreamsOfLeaversTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    ana = bridle.as(bridle.setUpForPeople().path("api_token").asString());
    ana.post(
        API + "/pipelines", Map.of("name", "Demo", "configuration", "steps:\n  - command: a\n"));
    ana.post(API + "/pipelines/demo/builds", Map.of("message", "try"));
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private Walker ben() {
    return bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
  }

  private Iterator<String> followed(Walker who) throws Exception {
    String cookies =
        who.cookies().stream()
            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return followed(PAGE, "Cookie", cookies);
  }

  /** A stream that has begun: its first lines are read. */
  private Iterator<String> followed(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(bridle.url() + path)).headers(headers).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = answer.body().iterator();
    while (!lines.next().equals("event: build")) {
      // What comes first is what the build is now.
    }
    return lines;
  }

  private static void endsSoon(Iterator<String> lines) {
    long before = System.nanoTime();
    lines.forEachRemaining(line -> assertThat(line).doesNotStartWith("event"));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }

  private String idOfBen() {
    return List.copyOf(ana.get(API + "/members").json().values()).stream()
        .filter(member -> member.path("email").asString().equals(RunningBridle.BEN))
        .map(member -> member.path("id").asString())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode tokenOfBen() {
    var wanted =
        Map.of("email", RunningBridle.BEN, "description", "ci", "scopes", List.of("read_builds"));
    return ana.post(API + "/api-tokens", wanted).json();
  }

  private Iterator<String> followed(JsonNode token) throws Exception {
    return followed(
        API + "/pipelines/demo/builds/1/events",
        "Authorization",
        "Bearer " + token.path("token").asString());
  }

  @Test
  void ofAMemberWhoIsRemoved() throws Exception {
    var page = followed(ben());
    var rest = followed(tokenOfBen());
    assertThat(ana.delete(API + "/members/" + idOfBen()).status()).isEqualTo(204);
    endsSoon(page);
    endsSoon(rest);
  }

  @Test
  void ofABrowserThatSignsOutAndOfNoOther() throws Exception {
    var ben = ben();
    var other = followed(ben());
    var lines = followed(ben);
    assertThat(ben.submit("/logout", "/acme", Map.of()).statusCode()).isEqualTo(303);
    endsSoon(lines);
    goesOn(other);
  }

  @Test
  void ofSessionsThatAreRevoked() throws Exception {
    var lines = followed(ben());
    var ben = ben();
    var own = followed(ben);
    assertThat(ben.submit("/user/sessions/revoke-others", "/user/sessions", Map.of()).statusCode())
        .isEqualTo(303);
    endsSoon(lines);
    goesOn(own);
  }

  @Test
  void ofATokenThatIsRevoked() throws Exception {
    var token = tokenOfBen();
    var lines = followed(token);
    assertThat(ana.delete(API + "/api-tokens/" + token.path("uuid").asString()).status())
        .isEqualTo(204);
    endsSoon(lines);
  }

  private void goesOn(Iterator<String> lines) {
    ana.put(API + "/pipelines/demo/builds/1/cancel", Map.of());
    while (!lines.next().startsWith("event: ")) {
      // Signs of life.
    }
  }
}

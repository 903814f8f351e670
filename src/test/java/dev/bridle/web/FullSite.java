package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.organization.OperatorSecret;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import dev.bridle.testing.Walker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with something on each of its pages, and their addresses. What others may name is named
 * so that it would do harm on a page that forgets to escape or to isolate it. The addresses are
 * made from the routes that the server has, so that no page can be forgotten: a new one is either
 * reached with what is here, or what it lacks must be added.
 */
public final class FullSite implements AutoCloseable {
  /**
   * A page.
   *
   * @param form the route with what is asked of it
   * @param path where it is on this server
   * @param forGuests whether it is for people who have not signed in
   */
  public record Page(String form, String path, boolean forGuests) {
    /** What its pictures are called. */
    public String name() {
      String words = form.replace(SETTINGS, "/settings/").replaceAll("\\W+", "-");
      return "page" + words.replaceAll("-$", "");
    }
  }

  /** What people and programs may call things: a page with a handler, and a turn of the line. */
  static final String HOSTILE = "<img src=x onerror=alert(1)>'&amp; \u202Eabc";

  private static final String ACME = "/v2/organizations/acme/";
  private static final String SETTINGS = "/organizations/{organization}/";
  private static final String JOB = "/{organization}/{pipeline}/builds/{number}/jobs/{job}";
  private static final String RUNNING = "/{organization}/{pipeline}/builds/{number}/jobs/{running}";
  private static final String POLICY = SETTINGS + "ai-policy";
  private static final String CONNECT = SETTINGS + "model-providers/{provider}/connect";
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7000,\"output_tokens\":100}}";
  private static final String MODELS =
      "{\"data\":[{\"id\":\"claude-sonnet-5-5\",\"display_name\":\"<img src=x onerror=alert(1)>\"}]}";

  /** What a person is sent that is no page: files, streams of events, and pieces of pages. */
  private static final Set<String> NO_PAGES =
      Set.of(
          SETTINGS + "audit-log.csv",
          SETTINGS + "audit-log.jsonl",
          SETTINGS + "usage.csv",
          SETTINGS + "usage/panels/{panel}",
          "/{organization}/{pipeline}/builds/{number}/events",
          JOB + "/log",
          JOB + "/log.txt");

  /** Other forms of pages, which show more than the plain address does. */
  private static final List<String> FORMS =
      List.of(
          SETTINGS + "usage?product=hosted_models",
          SETTINGS + "usage?product=hosted_models&panels=all",
          SETTINGS + "audit-log?q=ana",
          SETTINGS + "audit-log?type=PIPELINE_CREATED",
          SETTINGS + "users?q=ben",
          "/{organization}?q=demo",
          "/{organization}/{pipeline}?branch=" + Walker.encoded(HOSTILE),
          RUNNING,
          RUNNING + "?q=line",
          RUNNING + "?line=7",
          SETTINGS + "agents/{gone}",
          "/docs/guide/README.md",
          "/docs/guide/anthropic.md",
          "/docs/guide/openai.md",
          "/docs/guide/policy.md",
          "/docs/guide/allowances.md",
          "/docs/guide/agents.md");

  private final FakeProvider provider =
      new FakeProvider((asked, out) ->
          FakeProvider.answering(
                  200,
                  "application/json",
                  asked.target().startsWith("/v1/models") ? MODELS : ANSWER)
              .answer(asked, out));
  public final RunningBridle bridle;
  private final Calls rest;
  private final Map<String, String> names = new HashMap<>();

  /** What stands for whole addresses, where names are not enough. */
  private final Map<String, String> known = new HashMap<>();

  public FullSite(Engine engine) {
    bridle = RunningBridle.start(engine, Map.of("anthropic-url", provider.url().toString()));
    var tokens = bridle.setUpForPeople();
    rest = bridle.as(tokens.path("api_token").asString());
    names.put("organization", "acme");
    var ana = bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
    assertThat(ana.submit("/user/settings", Map.of("name", HOSTILE)).statusCode()).isEqualTo(303);
    rules();
    jobs(tokens.path("agent_token").asString());
    people();
    names.put("cluster", first(ACME + "clusters"));
    names.put("queue", first(ACME + "clusters/" + names.get("cluster") + "/queues"));
    names.put("agent", first(ACME + "agents"));
    names.put("id", first(ACME + "allowances"));
    names.put("panel", "figures");
    known.put("/docs/{page}", "/docs/settings.md");
    known.put("/docs/{folder}/{page}", "/docs/guide/usage.md");
    known.put(CONNECT, "/organizations/acme/model-providers/openai/connect");
    known.put(POLICY + "/difference", "/organizations/acme/ai-policy/difference?from=0&to=1");
    for (String page : List.of("/restore", "/restore/dry-run")) {
      known.put(POLICY + page, "/organizations/acme/ai-policy" + page + "?version=0");
    }
  }

  private JsonNode made(Calls.Came came) {
    assertThat(came.status()).as(came.text()).isBetween(200, 201);
    return came.json();
  }

  private String first(String list) {
    var items = rest.get(list).json();
    return (items.isArray() ? items : items.path("items")).path(0).path("id").asString();
  }

  private void rules() {
    names.put("provider", "anthropic");
    made(
        rest.put(
            ACME + "model-providers/anthropic",
            Map.of("method", "byo", "token", "sk-ant-0123456789abcdwxyz")));
    var rule = Map.of("id", "claude", "effect", "allow", "models", List.of("claude-*", "o*"));
    made(rest.put(ACME + "ai-policy", Map.of("version", 0, "rules", List.of(rule))));
    made(
        rest.post(
            ACME + "kill-switches",
            Map.of("level", "provider", "target", "openai", "reason", HOSTILE)));
  }

  /** One job that used a model and is over, and one that runs. */
  private void jobs(String agentToken) {
    String url = bridle.localUrl();
    String tag = "note=" + HOSTILE;
    var leaving = TestAgent.named("Left " + HOSTILE, url, agentToken, "queue=default", tag);
    names.put("gone", first(ACME + "agents"));
    made(leaving.session().post("/v3/disconnect", Map.of()));
    var agent = TestAgent.named(HOSTILE, url, agentToken, "queue=default", tag);
    names.put("pipeline", "demo");
    names.put("number", "1");
    build();
    var job = agent.take();
    names.put("job", job.id());
    assertThat(ask(agent, job, "claude-sonnet-5-5")).isEqualTo(200);
    assertThat(ask(agent, job, HOSTILE)).isEqualTo(403);
    agent.log(job, 0, "--- Part " + HOSTILE + "\n" + "line\n".repeat(2_000) + HOSTILE + "\n");
    agent.finish(job, "1");
    var running = agent.take();
    agent.log(running, 0, "--- Part\n" + (HOSTILE + " line\n").repeat(40));
    names.put("running", running.id());
  }

  private void build() {
    var steps =
        List.of(
            Map.of("label", HOSTILE, "command", "make"),
            Map.of("group", HOSTILE, "steps", List.of(Map.of("label", "Two", "command", HOSTILE))));
    var yaml = JsonMapper.shared().writeValueAsString(Map.of("steps", steps));
    made(
        rest.post(
            ACME + "pipelines",
            Map.of(
                "name", HOSTILE,
                "slug", "demo",
                "description", HOSTILE,
                "repository", "",
                "configuration", yaml)));
    made(
        rest.post(
            ACME + "pipelines/demo/builds",
            Map.of(
                "commit",
                "HEAD",
                "branch",
                HOSTILE,
                "message",
                HOSTILE,
                "env",
                Map.of("NOTE", HOSTILE))));
  }

  private static int ask(TestAgent agent, TestAgent.Taken job, String model) {
    var hi = Map.of("role", "user", "content", "hi");
    return agent
        .as(job)
        .post(
            "/v3/ai/anthropic/v1/messages",
            Map.of("model", model, "max_tokens", 10, "messages", List.of(hi)))
        .status();
  }

  private void people() {
    made(
        rest.post(
            ACME + "members",
            Map.of("email", "eve@example.com", "name", HOSTILE, "role", "member")));
    for (JsonNode member : rest.get(ACME + "members").json()) {
      names.put("person", member.path("id").asString());
    }
    var invited = made(rest.post(ACME + "invitations", Map.of("email", "cy@example.com")));
    names.put("token", invited.path("token").asString());
    try {
      var operator = Files.readString(OperatorSecret.file(bridle.data()));
      var link =
          made(bridle.as(operator).post("/v2/sign-in-links", Map.of("email", RunningBridle.BEN)));
      var address = URI.create(link.path("url").asString());
      known.put("/login/link", address.getRawPath() + "?" + address.getRawQuery());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every page that a person can ask for; {@code /setup} is one of new servers only. */
  public List<Page> pages() {
    var plain =
        bridle.routes().stream()
            .filter(route -> route.method().equals("GET"))
            .filter(route -> route.caller().matches("VISITOR|PERSON.*"))
            .filter(route -> !NO_PAGES.contains(route.path()) && !route.path().equals("/setup"))
            .map(route -> page(route.path(), route.caller().equals("VISITOR")));
    return Stream.concat(plain, FORMS.stream().map(form -> page(form, false))).toList();
  }

  /** Where what is no page is: files, streams of events, and pieces of pages. */
  List<String> addressesOfOthers() {
    return NO_PAGES.stream().sorted().map(this::address).toList();
  }

  private Page page(String form, boolean forGuests) {
    return new Page(form, address(form), forGuests);
  }

  private String address(String path) {
    return known.containsKey(path) ? known.get(path) : filled(path);
  }

  private String filled(String path) {
    return PARAMETER
        .matcher(path)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                Objects.requireNonNull(
                    names.get(found.group(1)),
                    () -> "FullSite has nothing for " + found.group() + " in " + path)));
  }

  /** Someone who can see every page that is not for guests. */
  public Tab ana() {
    return Tab.of(bridle, RunningBridle.ANA);
  }

  @Override
  public void close() {
    bridle.close();
    provider.close();
  }
}

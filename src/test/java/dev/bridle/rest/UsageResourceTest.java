package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.ledger.Dimension;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Usage as a running server tells it. */
@OnBothEngines
class UsageResourceTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":25,\"output_tokens\":12}}";

  private final FakeProvider provider = new FakeProvider(answer("claude-sonnet-5-5"));
  private final CallDesk desk;

  UsageResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static FakeProvider.Behaviour answer(String model) {
    return answering(200, "application/json", ANSWER.formatted(model));
  }

  private JsonNode get(String path) {
    var answer = desk.getRest(path);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private String refused(int status, String path) {
    var answer = desk.getRest(path);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body()).path("message").asString();
  }

  @Test
  void everyDimensionGroupsAndFilters() {
    desk.post("/v1/messages", ASK);
    for (Dimension by : Dimension.values()) {
      var groups = get("usage?group_by=" + by.word());
      assertThat(groups.path("groups")).as(by.word()).hasSize(1);
      String key = groups.at("/groups/0/key").asString();
      assertThat(get("usage?" + by.word() + "=" + key).at("/totals/calls").asInt()).isEqualTo(1);
      assertThat(get("usage?" + by.word() + "=x" + key).at("/totals/calls").asInt()).isZero();
      assertThat(get("usage/series?by=" + by.word()).at("/lines/0/key").asString()).isEqualTo(key);
    }
  }

  @Test
  void everyPeriodGroups() {
    desk.post("/v1/messages", ASK);
    for (String by : List.of("hour", "day", "month")) {
      var groups = get("usage?from=" + today() + "&group_by=" + by);
      assertThat(groups.path("groups")).as(by).hasSize(1);
      assertThat(today()).startsWith(groups.at("/groups/0/key").asString().substring(0, 7));
    }
  }

  private String today() {
    return java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
  }

  @Test
  void whatIsAskedWronglyIsNamed() {
    assertThat(refused(422, "usage?group_by=moon")).startsWith("group_by must be hour, day");
    assertThat(refused(422, "usage?order=size"))
        .isEqualTo("order must be cost, calls or tokens, not 'size'.");
    assertThat(refused(422, "usage/series?by=day")).startsWith("by must be pipeline");
    assertThat(refused(422, "usage/series?grain=week")).startsWith("grain must be");
    assertThat(refused(422, "usage?from=2026-02-30")).startsWith("from must be a day");
    assertThat(refused(422, "usage?from=2026-03-01&to=2026-02-01")).startsWith("from must not");
    assertThat(refused(422, "usage?from=2001-01-01&to=2026-02-01")).contains("ten years");
    assertThat(refused(422, "usage?group_by=hour&from=2026-01-01&to=2026-01-02"))
        .startsWith("Hours");
    assertThat(refused(422, "usage/refused?grain=hour&from=2026-01-01&to=2026-02-02"))
        .startsWith("Hours");
    assertThat(refused(422, "usage?group_by=job&from=2026-01-01&to=2026-03-02"))
        .startsWith("group_by=job");
    assertThat(refused(422, "usage?previous=yes")).startsWith("previous must be");
    assertThat(refused(422, "usage?product=packages")).startsWith("product must be");
    assertThat(refused(422, "usage.csv?group_by=job")).startsWith("group_by must be");
    assertThat(refused(400, "usage?per_page=0")).contains("per_page");
    assertThat(refused(400, "usage?page=-1")).contains("page");
    assertThat(refused(400, "usage/series?lines=1000000")).contains("lines");
    assertThat(refused(400, "usage/calls?before=%27%3B--")).contains("cursor");
    assertThat(refused(400, "usage/calls?before=99999999999999999999_")).contains("cursor");
  }

  @Test
  void hostileFiltersFindNothing() {
    desk.post("/v1/messages", ASK);
    for (String value :
        List.of("%27%20or%201%3D1%20--", "%25", "%F0%9F%98%80", "a".repeat(3_000))) {
      for (Dimension by : Dimension.values()) {
        String filter = by.word() + "=" + value;
        assertThat(get("usage?" + filter).at("/totals/calls").asInt()).isZero();
        assertThat(get("usage/builds?" + filter).path("items")).isEmpty();
        assertThat(get("usage/calls?" + filter).path("items")).isEmpty();
      }
    }
  }

  @Test
  void noMembersAndNoStrangers() {
    for (String path :
        List.of(
            "usage",
            "usage/series",
            "usage/builds",
            "usage/calls",
            "usage/refused",
            "usage/budgets",
            "usage.csv")) {
      assertThat(desk.send(HttpRequest.newBuilder(desk.rest(path))).statusCode())
          .as(path)
          .isEqualTo(401);
      assertThat(
              desk.send(
                      HttpRequest.newBuilder(desk.rest(path))
                          .header("Authorization", "Bearer " + desk.job.token()))
                  .statusCode())
          .as(path)
          .isEqualTo(401);
    }
  }

  @Test
  void callsComeByPages() {
    for (int i = 0; i < 5; i++) {
      desk.post("/v1/messages", ASK);
    }
    var first = get("usage/calls?per_page=3");
    assertThat(first.path("items")).hasSize(3);
    var second = get("usage/calls?per_page=3&before=" + first.path("before").asString());
    assertThat(second.path("items")).hasSize(2);
    assertThat(second.path("before").isNull()).isTrue();
    assertThat(Stream.concat(ids(first), ids(second))).doesNotHaveDuplicates();
    assertThat(first.at("/items/0/usage").isObject()).isTrue();
  }

  private static Stream<String> ids(JsonNode page) {
    return page.path("items").valueStream().map(call -> call.path("id").asString());
  }

  @Test
  void csvHasTheSameSumsAndIsSafe() {
    provider.behave(answer("=HYPERLINK(1)"));
    desk.post("/v1/messages", ASK);
    var answer = desk.getRest("usage.csv?group_by=model");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/csv; charset=utf-8; header=present");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .matches("attachment; filename=\"usage-model-\\d{4}-\\d\\d-\\d\\d\\.csv\"");
    assertThat(lines(answer)).hasSize(2);
    assertThat(lines(answer).get(0)).startsWith("model,calls,input_tokens,");
    assertThat(lines(answer).get(1)).startsWith("'=HYPERLINK(1),1,25,12,0,0,");
  }

  @Test
  void csvOfBuildsAndCallsHasALineForEach() {
    desk.post("/v1/messages", ASK);
    desk.post("/v1/messages", ASK);
    var builds = lines(desk.getRest("usage.csv?group_by=build"));
    assertThat(builds).hasSize(2);
    assertThat(builds.get(1)).startsWith(today() + ",analysis,1,").contains(",2,50,24,");
    var calls = lines(desk.getRest("usage.csv?group_by=call"));
    assertThat(calls).hasSize(3);
    assertThat(calls.getFirst().split(",", -1)).hasSameSizeAs(calls.get(1).split(",", -1));
    var days = lines(desk.getRest("usage.csv?from=" + today()));
    assertThat(days).hasSize(2);
    assertThat(days.get(1)).startsWith(today() + ",2,50,24,");
  }

  private void refuse(String model) {
    var answer = desk.post("/v1/messages", ASK.replace("claude-sonnet-5-5", model));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
  }

  @Test
  void csvOfRefusedCallsHasTheSameSumsAndIsSafe() {
    desk.policy(
        "{'id':'no','effect':'deny','models':['claude-opus-*','=HYPERLINK*']}",
        "{'id':'all','effect':'allow'}");
    refuse("claude-opus-5-5");
    refuse("claude-opus-5-5");
    refuse("=HYPERLINK(1)");
    String csv = "usage.csv?refused=true&from=" + today() + "&group_by=";
    assertThat(lines(desk.getRest(csv + "pipeline")))
        .containsExactly("pipeline,refused_calls", "analysis,3");
    assertThat(lines(desk.getRest(csv + "model")))
        .containsExactly("model,refused_calls", "claude-opus-5-5,2", "'=HYPERLINK(1),1");
    assertThat(lines(desk.getRest(csv + "day")))
        .containsExactly("day,refused_calls", today() + ",3");
    assertThat(lines(desk.getRest(csv + "day&by=model&lines=1")))
        .containsExactly(
            "day,model,refused_calls", today() + ",claude-opus-5-5,2", today() + ",(others),1");
    assertThat(lines(desk.getRest(csv + "error_code")))
        .containsExactly("error_code,refused_calls", "model_not_allowed,3");
    var builds = lines(desk.getRest(csv + "build"));
    assertThat(builds).hasSize(2);
    assertThat(builds.get(1)).startsWith(today() + ",analysis,1,").endsWith(",3");
    var calls = lines(desk.getRest(csv + "call"));
    assertThat(calls).hasSize(3);
    assertThat(calls.getFirst().split(",", -1)).hasSameSizeAs(calls.get(1).split(",", -1));
    assertThat(calls.get(1)).endsWith(",'=HYPERLINK(1),model_not_allowed,1");
    assertThat(calls.get(2)).endsWith(",claude-opus-5-5,model_not_allowed,2");
    String build = calls.get(1).split(",", -1)[4];
    assertThat(lines(desk.getRest(csv + "call&build=" + build))).hasSize(3);
    assertThat(lines(desk.getRest(csv + "call&build=other"))).hasSize(1);
    assertThat(lines(desk.getRest(csv + "call&pipeline=other"))).hasSize(1);
    assertThat(refused(422, csv + "status")).startsWith("group_by must be hour, day");
    assertThat(refused(422, csv + "day&by=status")).startsWith("by must be pipeline");
    assertThat(refused(422, "usage.csv?refused=yes")).startsWith("refused must be");
    assertThat(refused(422, "usage.csv?group_by=error_code")).startsWith("group_by must be");
    assertThat(refused(400, csv + "day&by=model&lines=0")).contains("lines");
    assertThat(refused(422, "usage.csv?refused=true&group_by=hour&from=2026-01-01&to=2026-02-02"))
        .startsWith("Hours");
  }

  @Test
  void csvOverTimeIsToldApartAndHasTheCacheHitRatio() {
    provider.behave(
        answering(
            200,
            "application/json",
            ANSWER
                .formatted("claude-sonnet-5-5")
                .replace("\"output_tokens\"", "\"cache_read_input_tokens\":75,\"output_tokens\"")));
    desk.post("/v1/messages", ASK);
    var days = lines(desk.getRest("usage.csv?by=pipeline&from=" + today()));
    assertThat(days).hasSize(3);
    assertThat(days.get(0)).startsWith("day,pipeline,calls,").endsWith(",cache_hit_ratio");
    assertThat(days.get(1)).startsWith(today() + ",analysis,1,25,12,75,0,").endsWith(",0.7500");
    assertThat(days.get(2)).isEqualTo(today() + ",(others),0,0,0,0,0,0,0,");
    assertThat(refused(422, "usage.csv?by=moon")).startsWith("by must be");
  }

  private static List<String> lines(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Arrays.stream(answer.body().split("\r\n", -1)).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void budgetsOfPipelinesHaveTheirSlug() {
    desk.allow("pipeline", "usd", "month", "5");
    desk.allow("pipeline", "usd", "lifetime", "7", "target", "analysis");
    desk.allow("organization", "requests", "minute", "100");
    desk.post("/v1/messages", ASK);
    var lines = get("usage/budgets").path("items");
    assertThat(lines).hasSize(3);
    assertThat(lines.valueStream().map(line -> line.path("pipeline").asString("-")))
        .containsExactlyInAnyOrder("analysis", "analysis", "-");
    assertThat(lines.valueStream().map(line -> line.path("settled_usd").asString()))
        .containsOnly(get("usage").at("/totals/cost_usd").asString());
  }
}

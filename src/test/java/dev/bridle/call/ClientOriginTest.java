package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients say of where a call came from stands in the ledger, as far as it is harmless. */
@OnBothEngines
class ClientOriginTest {
  private static final String ASK =
      """
      {"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}\
      """;
  private static final String ANSWER =
      """
      {"id":"m","type":"message","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":1}}\
      """;
  private static final String SESSION = "x-claude-code-session-id";
  private static final String AGENT = "x-claude-code-agent-id";
  private static final String PARENT = "x-claude-code-parent-agent-id";
  private static final String RETRIES = "x-stainless-retry-count";

  private static final FakeProvider.Behaviour BUSY =
      (_, out) ->
          FakeProvider.write(
              out,
              "HTTP/1.1 529 X\r\ncontent-type: application/json\r\nx-should-retry: true\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  ClientOriginTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private JsonNode told(String... headers) {
    assertThat(desk.post("/v1/messages", ASK, headers).statusCode()).isEqualTo(200);
    return Settled.all(desk, (int) provider.messages()).getLast();
  }

  private static List<String> origin(JsonNode row) {
    return List.of(
        row.path("client_session_id").asString("-"),
        row.path("client_agent_id").asString("-"),
        row.path("client_parent_agent_id").asString("-"),
        row.path("client_retries").asString("-"));
  }

  @Test
  void aCallIsFoundBySessionAgentAndRetry() {
    var row = told(SESSION, "5e55-10", AGENT, "agent-2", PARENT, "agent-1", RETRIES, "2");
    assertThat(origin(row)).containsExactly("5e55-10", "agent-2", "agent-1", "2");
    var csv = desk.getRest("usage.csv?group_by=call").body().split("\r\n", -1);
    assertThat(csv[0])
        .endsWith(",client_session_id,client_agent_id,client_parent_agent_id,client_retries");
    assertThat(csv[1]).endsWith(",5e55-10,agent-2,agent-1,2");
  }

  @Test
  void whoSaysNothingIsNotAsked() {
    assertThat(origin(told())).containsOnly("-");
    assertThat(origin(told(SESSION, "", RETRIES, ""))).containsOnly("-");
  }

  @Test
  void whatIsTooLongOrATokenIsLeftOutAndTheCallMade() {
    String longest = "s".repeat(128);
    assertThat(origin(told(SESSION, longest)).getFirst()).isEqualTo(longest);
    for (String bad : List.of(longest + "s", "x".repeat(5_000), "a " + desk.job.token())) {
      assertThat(origin(told(SESSION, bad, AGENT, bad, PARENT, bad))).as(bad).containsOnly("-");
    }
    String sql = "'; drop table model_call; --";
    assertThat(origin(told(SESSION, sql)).getFirst()).isEqualTo(sql);
  }

  @Test
  void onlyPrintableAsciiIsAnId() {
    assertThat(ClientHeaders.id("a~ b")).isEqualTo("a~ b");
    for (String bad : List.of("", "tab\tulator", "caf\u00e9", "nul\0", "\u007f", "\ud83d\ude00")) {
      assertThat(ClientHeaders.id(bad)).as(bad).isNull();
    }
  }

  @Test
  void onlyASmallNumberIsACount() {
    assertThat(ClientHeaders.count("0")).isZero();
    assertThat(ClientHeaders.count("9999")).isEqualTo(9_999);
    for (String bad : List.of("", "-1", "1.5", "+1", "1e3", "10000", "9".repeat(400), "\u0663")) {
      assertThat(ClientHeaders.count(bad)).as(bad).isNull();
    }
  }

  @Test
  void ofTwoTheFirstIsTaken() {
    assertThat(origin(told(SESSION, "one", SESSION, "two")).getFirst()).isEqualTo("one");
  }

  @Test
  void everyAttemptAtACallSaysTheSame() {
    var asked = new AtomicInteger();
    provider.behave((question, out) -> {
      var answer = asked.getAndIncrement() == 0 ? BUSY : answering(200, "application/json", ANSWER);
      answer.answer(question, out);
    });
    desk.post("/v1/messages", ASK, SESSION, "one", RETRIES, "0");
    var origins = new ArrayList<List<String>>();
    Settled.attempts(desk).forEach(row -> origins.add(origin(row)));
    assertThat(origins).hasSize(2).containsOnly(List.of("one", "-", "-", "0"));
  }

  @Test
  void aCorrectionBelongsToTheSameSession() {
    told(SESSION, "one", RETRIES, "1");
    String dearer =
        "{\"version\":0,\"models\":[{\"id\":\"claude-sonnet-5-5\",\"contextWindow\":100000,\"maxOutput\":5000,"
            + "\"prices\":[{\"input\":\"9\",\"output\":\"90\",\"cacheWrite5m\":\"9\",\"cacheWrite1h\":\"9\",\"cacheRead\":\"9\"}]}]}";
    assertThat(desk.put("prices", dearer).statusCode()).isEqualTo(200);
    var done =
        desk.postRest("ledger/reprice", "{\"from\":\"2026-01-01\",\"to\":\"2030-01-01\"}").body();
    assertThat(done).contains("\"corrected\":1");
    var rows = desk.calls().valueStream().map(ClientOriginTest::origin).toList();
    assertThat(rows).containsExactly(List.of("one", "-", "-", "1"), List.of("one", "-", "-", "-"));
    assertThat(desk.postRest("ledger/verify", "{\"rebuild\":false}").body())
        .contains("\"ok\":true");
  }
}

package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.cli.CommandLineForTests;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verifying the ledger of a running server. */
@OnBothEngines
class LedgerResourceTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":25,\"output_tokens\":12}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  LedgerResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private JsonNode verify(int status, String body) {
    var answer =
        desk.send(
            HttpRequest.newBuilder(desk.rest("ledger/verify"))
                .header("Authorization", "Bearer " + desk.apiToken)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void aRightLedgerAnswersInTheFormOfThePage() throws Exception {
    desk.post("/v1/messages", ASK);
    JsonNode found = verify(200, "");
    String page = Files.readString(Path.of("docs", "api", "ledger.md"));
    String example = page.substring(page.indexOf("```json") + 7);
    JsonNode shown = JsonMapper.shared().readTree(example.substring(0, example.indexOf("```")));
    assertThat(found.path("ok").asBoolean()).isTrue();
    assertThat(found.propertyNames()).isEqualTo(shown.propertyNames());
    assertThat(found.at("/checks/0").propertyNames())
        .isEqualTo(shown.at("/checks/0").propertyNames());
    // Hour, day and month of the organization, the pipeline and the creator; day and month of the
    // branch, of the pipeline's branch, of the pipeline's creator and of the branch's creator; the
    // month of the branch as a whole; the build on its day, and as a whole, with this model and
    // with
    // all.
    assertThat(found.at("/checks/0/checked").asInt()).isEqualTo(21);
  }

  @Test
  void theRollUpsFollowByThemselves() {
    desk.post("/v1/messages", ASK);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            desk.database()
                    .read(sql ->
                        sql.select(USAGE_CURSOR.SETTLE_NO)
                            .from(USAGE_CURSOR)
                            .fetchSingle()
                            .value1())
                == 1);
    assertThat(desk.usage("model").at("/totals/calls").asInt()).isEqualTo(1);
    assertThat(desk.usage("model").at("/totals/cost_at_most_usd"))
        .isEqualTo(desk.usage("model").at("/totals/cost_usd"));
  }

  @Test
  void aTamperedRowIsTold() {
    desk.post("/v1/messages", ASK);
    verify(200, "{}");
    desk.database().execute(sql -> sql.update(MODEL_CALL).set(MODEL_CALL.COST_NANO, 1L).execute());
    JsonNode found = verify(200, "{\"rebuild\":true}");
    assertThat(found.path("ok").asBoolean()).isFalse();
    assertThat(found.path("differences").asInt()).isEqualTo(22);
    assertThat(found.path("rebuilt").asBoolean()).isTrue();
    assertThat(found.at("/items/21/found").asString()).isEqualTo("0.000000001");
    assertThat(verify(200, "").path("differences").asInt()).isEqualTo(1);
  }

  @Test
  void theCommandLineSaysWhatIsWrong() {
    desk.post("/v1/messages", ASK);
    assertThat(CommandLineForTests.run(0, desk, "ledger verify"))
        .contains("costs: 2 checked, 0 skipped, 0 different")
        .endsWith("The ledger is right.\n");
    desk.database().execute(sql -> sql.update(MODEL_CALL).set(MODEL_CALL.COST_NANO, 1L).execute());
    assertThat(CommandLineForTests.run(1, desk, "ledger verify"))
        .contains("0.00017 expected, 0.000000001 found")
        .endsWith("The ledger is not right.\n");
  }

  @Test
  void badFieldsAreNamed() {
    assertThat(verify(422, "{\"rebuild\":1}").path("message").asString())
        .startsWith("rebuild must");
    assertThat(verify(422, "{\"repair\":true}").path("message").asString())
        .isEqualTo("There is no field 'repair' here.");
  }
}

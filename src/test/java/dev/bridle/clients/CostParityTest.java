package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a call costs by the ledger is what Claude Code, unchanged, shows its user: for every model
 * that its own catalogue has a price for. It computes with doubles, which are off by far less than
 * a nano-dollar here; the ledger rounds each call up to one.
 */
@Tag("e2e")
@Needs(Program.CLAUDE_CODE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostParityTest {
  private static final BigDecimal NANO = new BigDecimal("0.000000001");

  /** Some of everything; no sum of other counts gives the same. */
  private static final ToldUsage EVERYTHING =
      new ToldUsage(1_003, 20_011, 30_013, 40_009, 5_021, 3, "global", "standard");

  /** Models that Claude Code itself replaces by the newest of their family. */
  private static final Set<String> REPLACED =
      Set.of("claude-opus-4-20250514", "claude-opus-4-1-20250805");

  private final FakeProvider provider = new FakeProvider(answering(500, "application/json", "{}"));

  /** On the day of the catalogue: prices have dates. */
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, new MovableClock());

  CostParityTest() {
    desk.put("model-providers/anthropic", "{\"method\":\"hosted\",\"rewrite\":false}");
    desk.deleteAllowances();
    desk.policy("{'id':'all','effect':'allow'}");
  }

  @AfterAll
  void close() {
    desk.close();
    provider.close();
  }

  /** What both say of one run. */
  private record Costs(JsonNode shown, List<JsonNode> rows) {
    BigDecimal claudeCode() {
      return new BigDecimal(shown.path("total_cost_usd").asString());
    }

    BigDecimal ledger() {
      return rows.stream()
          .map(row -> new BigDecimal(row.path("cost_usd").asString()))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    void assertEqual() {
      assertThat(rows)
          .isNotEmpty()
          .allMatch(row -> row.path("certainty").asString().equals("exact"));
      assertThat(ledger()).isPositive();
      assertThat(ledger().subtract(claudeCode()).abs())
          .as("the ledger has %s, Claude Code shows %s", ledger(), shown)
          .isLessThanOrEqualTo(NANO.multiply(BigDecimal.valueOf(rows.size())));
    }
  }

  private Costs run(String model, ToldUsage usage) {
    return run(model, usage.answer());
  }

  private Costs run(String model, FakeProvider.Behaviour answer) {
    provider.behave(answer);
    Set<String> before = rows().stream().map(CostParityTest::id).collect(Collectors.toSet());
    String url = "http://127.0.0.1:" + desk.ai("").getPort();
    String output = ClaudeCode.sayHello(url, desk.job.token(), Map.of(), "--model", model);
    assertThat(output).contains("\"is_error\":false");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rows().stream().noneMatch(row -> row.path("settled_at").isNull()));
    var shown = JsonMapper.shared().readTree(output.substring(output.indexOf('{')));
    return new Costs(shown, rows().stream().filter(row -> !before.contains(id(row))).toList());
  }

  private static String id(JsonNode row) {
    return row.path("id").asString();
  }

  private List<JsonNode> rows() {
    var page = JsonMapper.shared().readTree(desk.getRest("model-calls?per_page=1000").body());
    return StreamSupport.stream(page.path("items").spliterator(), false).toList();
  }

  static List<String> catalogue() {
    return ClaudeCode.catalogue();
  }

  @Test
  void theCatalogueIsFound() {
    assertThat(catalogue())
        .hasSizeGreaterThanOrEqualTo(20)
        .contains("claude-haiku-5-5", "claude-fable-5-2", "claude-3-5-haiku-20241022");
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void everyModelCostsTheSame(String model) {
    var costs = run(model, EVERYTHING);
    costs.assertEqual();
    String asked = REPLACED.contains(model) ? "claude-opus-5-5" : model;
    assertThat(costs.rows()).allMatch(row -> row.path("model_sent").asString().equals(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-haiku-5-5, 25, 100, 0, 200, 12, 0.000023",
    "claude-haiku-5-5, 20000, 30000, 10000, 40000, 39, 0.0081695",
    "claude-haiku-5-5, 20001, 30000, 10000, 40000, 39, 0.040848",
    "claude-sonnet-5-5, 25, 100, 0, 150000, 12, 0.01542",
  })
  void theBandOfAPromptIsTheSame(
      String model, long input, long five, long hour, long read, long output, BigDecimal dollars) {
    var costs = run(model, ToldUsage.of(input, five, hour, read, output));
    costs.assertEqual();
    assertThat(costs.ledger()).isEqualByComparingTo(dollars);
  }

  /**
   * The provider has the surcharge since the models of 4.6. Claude Code has it for all, which makes
   * no difference: older ones never say that they ran in a region.
   */
  @ParameterizedTest
  @ValueSource(strings = {"claude-opus-5-5", "claude-sonnet-4-6", "claude-haiku-5-5"})
  void theSurchargeOfARegionIsTheSame(String model) {
    var regional = run(model, EVERYTHING.in("us"));
    regional.assertEqual();
    assertThat(regional.ledger()).isGreaterThan(run(model, EVERYTHING).ledger());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-fable-5-2", "claude-opus-5-5", "claude-opus-5", "claude-opus-4-8"})
  void aFastAnswerCostsTheSame(String model) {
    var fast = run(model, EVERYTHING.fast());
    fast.assertEqual();
    assertThat(fast.ledger()).isGreaterThan(run(model, EVERYTHING).ledger());
  }

  /**
   * Claude Code has prices for fast answers of these too. The provider's pages offer none, so the
   * ledger does not take the sum for the truth.
   */
  @ParameterizedTest
  @ValueSource(strings = {"claude-mythos-5-2", "claude-opus-4-7", "claude-opus-4-6"})
  void aFastAnswerThatIsNotOfferedIsNotBookedAsExact(String model) {
    var costs = run(model, EVERYTHING.fast());
    assertThat(costs.claudeCode()).isPositive();
    assertThat(costs.rows())
        .isNotEmpty()
        .noneMatch(row -> row.path("certainty").asString().equals("exact"));
  }

  /** Claude Code goes by the model that it has asked; the provider bills the one that answers. */
  @Test
  void whereAnotherModelAnswersTheLedgerHasItsPrice() {
    var costs = run("claude-opus-5-5", EVERYTHING.answerAs("claude-haiku-5-5"));
    var haiku = run("claude-haiku-5-5", EVERYTHING);
    var opus = run("claude-opus-5-5", EVERYTHING);
    assertThat(costs.ledger()).isEqualByComparingTo(haiku.ledger());
    assertThat(costs.claudeCode()).isEqualByComparingTo(opus.claudeCode());
  }
}

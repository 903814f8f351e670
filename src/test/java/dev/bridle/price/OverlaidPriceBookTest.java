package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An organization's own prices over the book. */
class OverlaidPriceBookTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
  private static final Tokens INPUT = new Tokens(1_000_000, 0, 0, 0, 0, 0);
  private final PriceBook base = PriceBook.anthropic();

  @Test
  void namesBothVersions() {
    assertThat(book("").version()).isEqualTo("2026-11-23+4");
    assertThat(book("").models()).isEqualTo(base.models());
  }

  @Test
  void anOverrideHoldsFromItsDayAndTheBookUntilThen() {
    PriceBook own = book(entry("claude-opus-5-5", "'from': '2026-12-01',"));
    assertThat(usd(own, "claude-opus-5-5", NOW)).isEqualTo("4");
    assertThat(usd(own, "claude-opus-5-5", DECEMBER)).isEqualTo("3");
    assertThat(usd(base, "claude-opus-5-5", DECEMBER)).isEqualTo("4");
  }

  @Test
  void anOverrideLeavesOtherSpeedsAlone() {
    PriceBook own = book(entry("claude-opus-5-5", ""));
    var fast =
        new Bill("claude-opus-5-5", INPUT, new Terms(null, "fast", null), java.util.List.of());
    assertThat(Cost.of(own, NOW, fast).orElseThrow()).hasToString("8");
    assertThat(usd(own, "claude-opus-5-5", NOW)).isEqualTo("3");
  }

  @Test
  void anOverrideTakesThePlaceOfEveryBand() {
    PriceBook own = book(entry("claude-haiku-5-5", "'until': '2026-12-01',"));
    assertThat(usd(own, "claude-haiku-5-5", NOW)).isEqualTo("3");
    assertThat(usd(own, "claude-haiku-5-5", DECEMBER)).isEqualTo("0.5");
  }

  @Test
  void anOverrideByAnAliasIsOneOfTheModel() {
    PriceBook own = book(entry("claude-opus-4-5", ""));
    assertThat(usd(own, "claude-opus-4-5-20251101", NOW)).isEqualTo("3");
    assertThat(own.models()).hasSameSizeAs(base.models());
  }

  @Test
  void aSurchargeOfTheModelIsKept() {
    PriceBook own = book(entry("claude-opus-5-5", ""));
    var named =
        new Bill("claude-opus-5-5", INPUT, new Terms(null, null, "us"), java.util.List.of());
    assertThat(Cost.of(own, NOW, named).orElseThrow()).hasToString("3.3");
  }

  @Test
  void aModelIsAdded() {
    PriceBook own = book(entry("qwen3-coder", "").replace("'prices'", WINDOW + "'prices'"));
    assertThat(usd(own, "qwen3-coder", NOW)).isEqualTo("3");
    assertThat(own.contextWindowOf("qwen3-coder")).hasValue(262_144);
    assertThat(own.maxOutputOf("qwen3-coder")).hasValue(65_536);
    assertThat(own.contextWindowOf("unknown")).isEmpty();
  }

  @Test
  void anAddedModelMayHaveNoPriceBeforeItsFirstDay() {
    PriceBook own =
        book(
            entry("qwen3-coder", "'from': '2026-12-01',").replace("'prices'", WINDOW + "'prices'"));
    assertThat(own.priceOf("qwen3-coder", NOW)).isEmpty();
    assertThat(usd(own, "qwen3-coder", DECEMBER)).isEqualTo("3");
  }

  @Test
  void aModelCostsAsMuchAsAnotherOneInWhicheverOrderTheyAreWritten() {
    String like = "{'id': 'my-model', 'price_like': 'claude-opus-5-5'}";
    String other = entry("claude-opus-5-5", "");
    assertThat(usd(book(like), "my-model", NOW)).isEqualTo("4");
    assertThat(usd(book(like + "," + other), "my-model", NOW)).isEqualTo("3");
    assertThat(usd(book(other + "," + like), "my-model", NOW)).isEqualTo("3");
    assertThat(book(like).contextWindowOf("my-model")).hasValue(1_000_000);
    assertThat(book(like).modelOf("my-model").map(Model::name)).contains("my-model");
  }

  @Test
  void aModelThatCostsAsMuchReplacesNoRetiredOne() {
    PriceBook own = book("{'id': 'my-model', 'price_like': 'claude-sonnet-5-5'}");
    assertThat(own.successorOf("claude-3-5-sonnet", NOW)).contains("claude-sonnet-5-5");
  }

  @Test
  void aPatternIsTheLastResortAndTheClosestOneWins() {
    PriceBook own =
        book(
            "{'id': 'claude-*', 'price_like': 'claude-opus-5-5'},"
                + "{'id': 'claude-sonnet-*', 'price_like': 'claude-sonnet-5-5'}");
    assertThat(usd(own, "claude-sonnet-9", NOW)).isEqualTo("2");
    assertThat(usd(own, "claude-anything", NOW)).isEqualTo("4");
    assertThat(usd(own, "claude-haiku-4-5", NOW)).isEqualTo("1");
    assertThat(usd(own, "claude-sonnet-4-6", NOW)).isEqualTo("3");
    assertThat(own.priceOf("gpt-7", NOW)).isEqualTo(Optional.empty());
    assertThat(own.modelOf("claude-sonnet-9").map(Model::id)).contains("claude-sonnet-9");
    assertThat(own.priceOf("claude-sonnet-9", NOW).map(Price::model)).contains("claude-sonnet-9");
  }

  @ParameterizedTest
  @CsvSource({
    "a*c, abc, true",
    "a*c, ac, true",
    "a*c, abd, false",
    "a*ba, aba, true",
    "ab*ba, aba, false",
    "*, anything, true",
    "*b*b*, abcb, true",
    "*b*b*, abc, false",
    "a*b*c, a-b-c, true",
    "a*b*bc, abc, false",
  })
  void aStarStandsForAnyText(String glob, String id, boolean fits) {
    assertThat(Glob.of(glob).matches(id)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 'x', 'price_like': 'y'} | x: price_like names no model with prices: y",
        "{'id': 'x', 'price_like': 'x'} | x: price_like names no model with prices: x",
        "{'id': 'x'} | x: needs either prices or price_like",
        "{'id': 'x', 'prices': [], 'price_like': 'y'} | x: needs either prices or price_like",
        "{'id': 'x', 'prices': []} | x: ",
        "{'id': 'claude-opus-5-5', 'prices': []} | claude-opus-5-5: ",
        "{'id': 'x', 'price': '1'} | x: unknown key price",
        "{'price_like': 'y'} | a model: id is missing",
        "'x' | a model: id is missing",
        "{'id': 'claude-opus-4-5', 'price_like': 'claude-opus-5-5'},"
            + " {'id': 'claude-opus-4-5-20251101', 'price_like': 'claude-opus-5-5'} | is there twice",
        "{'id': 'x', 'price_like': 'claude-opus-5-5', 'aliases': ['claude-opus-5']} | is there twice",
      },
      quoteCharacter = '`')
  void aDocumentWithAMistakeIsRejectedByName(String entry, String complaint) {
    assertThatThrownBy(() -> book(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void anAddedModelNeedsItsWindow() {
    assertThatThrownBy(() -> book(entry("x", "")))
        .hasMessage("price book: x: contextWindow must be a whole number above 0");
  }

  private PriceBook book(String entries) {
    return base.overlaid(("{'version': 4, 'models': [" + entries + "]}").replace('\'', '"'));
  }

  private static final String WINDOW = "'contextWindow': 262144, 'maxOutput': 65536, ";

  private static String entry(String id, String dates) {
    return "{'id': '"
        + id
        + "', 'prices': [{"
        + dates
        + "'input': '3', 'cacheWrite5m': '3.75', 'cacheWrite1h': '6', 'cacheRead': '0.15',"
        + " 'output': '15'}]}";
  }

  private static String usd(PriceBook book, String model, Instant at) {
    return Cost.of(book, at, Bill.of(model, INPUT)).orElseThrow().toString();
  }
}

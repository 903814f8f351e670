package dev.bridle.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.allowance.Unbounded;
import dev.bridle.price.CacheWrites;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import dev.bridle.price.Price;
import dev.bridle.price.PriceBook;
import dev.bridle.price.Tokens;
import dev.bridle.price.WorstCase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies made to break the bound, against what a provider could bill for them at worst. */
class InputBoundTest {
  private static final PriceBook PRICES = PriceBook.anthropic();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long WINDOW = 1_000_000;
  private static final long OUTPUT = 1_000;

  /** The provider's own figures: a tool prompt, a computer, a large picture. */
  private static final long TOOL_PROMPT = 700;

  private static final long COMPUTER = 499 + 735;
  private static final long PICTURE = 4_784;

  private static ModelRequest read(String rest) {
    String body = "{\"model\":\"claude-haiku-5-5\",\"max_tokens\":" + OUTPUT + rest + "}";
    return MessagesReader.read(body.getBytes(UTF_8));
  }

  private static InputBound bound(String rest) {
    return bound(read(rest), WINDOW);
  }

  private static InputBound bound(ModelRequest request, long window) {
    return InputBound.of(request.features(), request.body().length(), window, OUTPUT);
  }

  private static String user(String blocks) {
    return ",\"messages\":[{\"role\":\"user\",\"content\":[" + blocks + "]}]";
  }

  private static Price price(String model) {
    return PRICES.priceOf(model, NOW).orElseThrow();
  }

  /** Nothing that the provider could bill as these tokens costs more than the hold. */
  private static void holds(InputBound bound, Tokens worst) {
    for (var model : PRICES.models()) {
      Price price = price(model.id());
      Money held = WorstCase.of(price, bound.ask(OUTPUT, null)).orElseThrow().total(OUTPUT);
      assertThat(Cost.of(price, worst).orElseThrow()).isLessThanOrEqualTo(held);
    }
  }

  private static Tokens uncached(long input) {
    return new Tokens(input, OUTPUT, 0, 0, 0, 0);
  }

  @Test
  void plainTextOfOneTokenAByteIsHeld() {
    String text = "{\"type\":\"text\",\"text\":\"" + "\\u0001".repeat(10) + "x".repeat(500) + "\"}";
    holds(bound(user(text)), uncached(read(user(text)).body().length() + TOOL_PROMPT));
  }

  @Test
  void hiddenPromptsOfToolsAreHeld() {
    String tools =
        ",\"tools\":[" + "{\"type\":\"computer_20251124\"},".repeat(9) + "{\"name\":\"a\"}]";
    holds(bound(tools), uncached(read(tools).body().length() + TOOL_PROMPT + 9 * COMPUTER + 32));
  }

  @Test
  void tinyPicturesThatDecodeToLargeOnesAreHeld() {
    String picture =
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    String body = user(picture + ("," + picture).repeat(19));
    holds(bound(body), uncached(20 * PICTURE + 100));
    assertThat(bound(body).mayShrink()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}} | false",
        "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}} | false",
        "{\"type\":\"container_upload\",\"file_id\":\"f\"} | false",
        "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"data\":\"JVBERi0=\"}} | true",
        "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\"a. b. c.\"},\"citations\":{\"enabled\":true}} | true",
      })
  void whatItsBytesDoNotBoundHoldsTheWindow(String block, boolean mayShrink) {
    var bound = bound(user(block));
    assertThat(bound.promptTokens()).isEqualTo(WINDOW);
    assertThat(bound.mayShrink()).isEqualTo(mayShrink);
    assertThat(bound.unbounded()).isEmpty();
    holds(bound, uncached(WINDOW));
  }

  @Test
  void aThreadMayWriteCachesThatNobodySees() {
    var bound = bound(",\"thread\":{\"id\":\"t\"}");
    holds(bound, new Tokens(0, OUTPUT, 0, 0, WINDOW, 0));
    assertThat(bound.mayShrink()).isFalse();
  }

  @Test
  void eachSearchMayFillTheWindowAnew() {
    var bound =
        bound(
            ",\"tools\":[{\"type\":\"web_search_20250305\",\"max_uses\":5},"
                + "{\"type\":\"web_fetch_20250910\",\"max_uses\":2}]");
    assertThat(bound.promptTokens()).isEqualTo(8 * WINDOW);
    assertThat(bound.webSearches()).isEqualTo(5);
    assertThat(bound.mayShrink()).isFalse();
    holds(bound, new Tokens(8 * WINDOW, OUTPUT, 0, 0, 0, 5));
  }

  @Test
  void aToolSearchReadsThePromptAndItsOwnWordsAgain() {
    String tools = ",\"tools\":[{\"type\":\"tool_search_tool_regex_20251119\",\"name\":\"s\"}]";
    long once = read(tools).body().length() + TOOL_PROMPT;
    var bound = bound(tools);
    holds(bound, uncached(11 * (once + OUTPUT)));
    assertThat(bound.unbounded()).isEmpty();
    assertThat(bound.mayShrink()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"5m, FIVE_MINUTES", "1h, ONE_HOUR"})
  void cacheWritesAreHeldAtTheirPrice(String ttl, CacheWrites writes) {
    String body =
        user(
            "{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\""
                + ttl
                + "\"}}");
    long once = read(body).body().length();
    boolean hour = writes == CacheWrites.ONE_HOUR;
    assertThat(bound(body).cacheWrites()).isEqualTo(writes);
    holds(bound(body), new Tokens(0, OUTPUT, 0, hour ? 0 : once, hour ? once : 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"98999, false", "99000, false", "99001, true"})
  void thePriceBandOfHaikuIsTheDearestThatTheBoundCanReach(long bytes, boolean dear) {
    // The frame makes them 99,999, 100,000 and 100,001.
    var bound = InputBound.of(read("").features(), bytes, WINDOW, OUTPUT);
    Money held =
        WorstCase.of(price("claude-haiku-5-5"), bound.ask(OUTPUT, null))
            .orElseThrow()
            .total(OUTPUT);
    assertThat(held.compareTo(Money.ofUsd("0.05")) > 0).isEqualTo(dear);
    holds(bound, uncached(bytes + InputBound.FRAME_TOKENS));
  }

  @Test
  void theSurchargeOfARegionIsHeldWithoutBeingAskedFor() {
    assertThat(bound("").ask(OUTPUT, null).geo()).isEqualTo("us");
  }

  @Test
  void noRunTakesMoreThanTheWindow() {
    assertThat(bound(read(",\"x\":[" + "1,".repeat(9_000) + "1]"), 9_000).promptTokens())
        .isEqualTo(9_000);
    assertThat(bound(read(",\"x\":[" + "1,".repeat(9_000) + "1]"), 0).promptTokens())
        .isGreaterThan(18_000);
  }

  @Test
  void withoutAKnownWindowNothingMayFillIt() {
    String url = user("{\"type\":\"image\",\"source\":{\"type\":\"url\"}}");
    assertThat(bound(read(url), 0).unbounded())
        .hasValue(
            Unbounded.field("input of unknown size for a model whose context window is not known"));
    assertThat(bound(read(url), 0).mayShrink()).isFalse();
  }

  @Test
  void absurdlyManySearchesAreNoBound() {
    String tool = "{\"type\":\"web_search_20250305\",\"max_uses\":2147483647}";
    var bound = bound(",\"tools\":[" + (tool + ",").repeat(99) + tool + "]");
    assertThat(bound.unbounded())
        .hasValue(Unbounded.tool("web search and fetch with more than 1000 uses"));
    assertThat(bound.promptTokens()).isEqualTo(1_001 * WINDOW);
  }

  @Test
  void whatHasNoBoundIsPassedOn() {
    var bound = bound(",\"container\":\"c\"");
    assertThat(bound.unbounded()).hasValue(Unbounded.field("containers"));
    assertThat(bound.mayShrink()).isFalse();
  }
}

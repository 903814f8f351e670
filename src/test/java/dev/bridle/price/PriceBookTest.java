package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private final PriceBook book = PriceBook.anthropic();

  @Test
  void namesItsVersion() {
    assertThat(book.version()).isEqualTo("2026-11-23");
    assertThat(book.models()).hasSize(28);
  }

  @Test
  void pricesAreInPicoDollarsPerToken() {
    Price price = book.priceOf("claude-opus-5-5", NOW).orElseThrow();
    assertThat(price.rates(Terms.STANDARD, 10))
        .contains(new Rates(4_000_000, 20_000_000, 200_000, 5_000_000, 8_000_000));
    assertThat(price.rates(new Terms(null, "fast", "us"), 10))
        .contains(new Rates(8_800_000, 44_000_000, 440_000, 11_000_000, 17_600_000));
    assertThat(price.rates(new Terms(null, "warp", null), 10)).isEmpty();
  }

  @Test
  void aPriceChangesAtMidnightOfItsDay() {
    assertThat(readPrice("2026-10-06T23:59:59.999Z")).isEqualTo(200_000);
    assertThat(readPrice("2026-10-07T00:00:00Z")).isEqualTo(100_000);
  }

  @Test
  void fastModeOfAnOlderModelEndsOnItsDay() {
    assertThat(book.priceOf("claude-opus-4-8", NOW).orElseThrow().sells("fast")).isTrue();
    Instant later = Instant.parse("2026-11-30T00:00:00Z");
    assertThat(book.priceOf("claude-opus-4-8", later).orElseThrow().sells("fast")).isFalse();
  }

  @Test
  void anUnknownModelHasNoPrice() {
    assertThat(book.priceOf("gpt-7", NOW)).isEmpty();
  }

  @Test
  void aRetiredModelKeepsItsLastPrice() {
    assertThat(
            book.priceOf("claude-3-opus-20240229", NOW)
                .orElseThrow()
                .rates(new Terms(null, null, "us"), 1))
        .contains(new Rates(15_000_000, 75_000_000, 1_500_000, 18_750_000, 30_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-5-sonnet, claude-sonnet-5-5",
    "claude-3-5-sonnet-latest, claude-sonnet-5-5",
    "claude-3-5-sonnet-20240620, claude-sonnet-5-5",
    "claude-3-7-sonnet-latest, claude-sonnet-5-5",
    "claude-3-opus-latest, claude-opus-5-5",
    "claude-opus-4-1, claude-opus-5-5",
    "claude-3-haiku-20240307, claude-haiku-5-5",
  })
  void aRetiredIdHasTheCurrentModelOfItsFamilyAsSuccessor(String retired, String successor) {
    assertThat(book.successorOf(retired, NOW)).contains(successor);
  }

  @ParameterizedTest
  @CsvSource({"claude-sonnet-4-5", "claude-opus-4-5", "claude-haiku-5-5", "claude-mythos-5", "x"})
  void aLiveOrUnknownIdHasNoSuccessor(String id) {
    assertThat(book.successorOf(id, NOW)).isEmpty();
  }

  @Test
  void aModelRetiresOnItsDay() {
    Instant day = Instant.parse("2026-11-30T00:00:00Z");
    assertThat(book.successorOf("claude-sonnet-4-5", day.minusMillis(1))).isEmpty();
    assertThat(book.successorOf("claude-sonnet-4-5", day)).contains("claude-sonnet-5-5");
  }

  @Test
  void everyModelIsFoundByItsIdAndItsAliases() {
    for (Model model : book.models()) {
      assertThat(book.modelOf(model.id())).contains(model);
      assertThat(model.aliases()).allSatisfy(a -> assertThat(book.modelOf(a)).contains(model));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"input\": \"1\"' | '\"input\": \"0.0000001\"' | 'm, input: 1E-7 is not a whole number'",
        "'\"input\": \"1\"' | '\"input\": 1' | m: input is missing",
        "'\"input\": \"1\"' | '\"input\": \"-1\"' | m: input is not a price",
        "'\"input\": \"1\", ' | '' | m: input is missing",
        "'\"cacheRead\"' | '\"cacheread\"' | m: unknown key cacheread",
        "'\"since\": \"2026-01-01\"' | '\"since\": \"2026\"' | m: since is not a day",
        "'\"aliases\": [\"a\"]' | '\"aliases\": [\"m\"]' | m is there twice",
        "'\"aliases\": [\"a\"]' | '\"aliases\": [\"a\", \"a\"]' | m: aliases",
        "'\"until\": \"2026-06-01\"' | '\"until\": \"2026-06-02\"' | m: two prices for the same time",
        "'\"until\": \"2026-06-01\"' | '\"until\": \"2026-05-31\"' | m: no standard price",
        "'\"current\": true' | '\"current\": true, \"retired\": \"2027-01-01\"' | m: is current and"
            + " retired",
        "'\"input\": \"1\"' | '\"input\": \"0.000001\"' | 'm, input: 5E-7 is not a whole number'",
        "'\"until\"' | '\"from\": \"2026-07-01\", \"until\"' | m: a price ends before it begins",
        "'\"cacheRead\"' | '\"tier\": \"gold\", \"cacheRead\"' | m: tier is unknown: gold",
        "'\"version\": \"1\"' | '\"versio\": \"1\"' | unknown key versio",
        "'\"version\": \"1\"' | '\"version\": \"1\", \"version\": \"2\"' | Duplicate",
        "'\"contextWindow\": 10' | '\"contextWindow\": 0' | m: contextWindow",
      })
  void aBookWithAMistakeIsRejectedByName(String right, String wrong, String complaint) {
    assertThat(BOOK).contains(right);
    assertThatThrownBy(() -> PriceBook.load(BOOK.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aBookThatIsRightIsTaken() {
    assertThat(PriceBook.load(BOOK).version()).isEqualTo("1");
  }

  private long readPrice(String at) {
    Price price = book.priceOf("claude-sonnet-5-5", Instant.parse(at)).orElseThrow();
    return price.rates(Terms.STANDARD, 1).orElseThrow().cacheRead();
  }

  private static final String BOOK =
      """
      {"version": "1", "usSurchargeFactor": "1.1", "batchFactor": "0.5", "webSearch": "0.01", "models": [
        {"id": "m", "name": "M", "family": "f", "since": "2026-01-01", "aliases": ["a"],
         "contextWindow": 10, "maxOutput": 5, "current": true, "prices": [
           {"until": "2026-06-01", "input": "1", "output": "1", "cacheRead": "1",
            "cacheWrite5m": "1", "cacheWrite1h": "1"},
           {"from": "2026-06-01", "input": "2", "output": "2", "cacheRead": "2",
            "cacheWrite5m": "2", "cacheWrite1h": "2"}]}]}
      """;
}

package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.Bill.Iteration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Tokens THOUSANDS = new Tokens(1_000, 2_000, 3_000, 4_000, 5_000, 0);
  private static final Terms FAST = new Terms(null, "fast", null);
  private final PriceBook book = PriceBook.anthropic();

  /** What Claude Code itself prints as total_cost_usd for these counts. */
  @ParameterizedTest
  @CsvSource({
    "claude-haiku-5-5,  25, 100,    200, 12, 0.000023",
    "claude-haiku-5-5,  25, 100,  99875, 12, 0.00101975",
    "claude-haiku-5-5,  25, 100, 150000, 12, 0.007605",
    "claude-sonnet-5-5, 25, 100, 150000, 12, 0.01542",
  })
  void agreesWithClaudeCode(
      String model, long input, long write5m, long read, long output, String usd) {
    assertThat(cost(Bill.of(model, new Tokens(input, output, read, write5m, 0, 0)))).isEqualTo(usd);
  }

  @Test
  void theDearBandBeginsAboveOneHundredThousandTokensOfPrompt() {
    assertThat(cost(haiku(100_000))).isEqualTo("0.01");
    assertThat(cost(haiku(100_001))).isEqualTo("0.0500005");
  }

  @Test
  void aNamedRegionCostsATenthMoreOnModelsThatSellIt() {
    Tokens million = new Tokens(1_000_000, 0, 0, 0, 0, 1);
    assertThat(cost(new Bill("claude-opus-5-5", million, new Terms(null, null, "us"), List.of())))
        .isEqualTo("4.41");
    assertThat(
            cost(new Bill("claude-opus-5-5", million, new Terms(null, null, "global"), List.of())))
        .isEqualTo("4.01");
    assertThat(cost(new Bill("claude-opus-4-5", million, new Terms(null, null, "us"), List.of())))
        .isEqualTo("5.01");
  }

  @Test
  void aSpeedWithoutAPriceHasNoCost() {
    assertThat(Cost.of(book, NOW, new Bill("claude-haiku-5-5", THOUSANDS, FAST, List.of())))
        .isEmpty();
    assertThat(cost(new Bill("claude-fable-5-2", new Tokens(1, 1, 0, 0, 0, 0), FAST, List.of())))
        .isEqualTo("0.000096");
  }

  @Test
  void aBatchPaysHalfOfEveryColumnButSearchesInFull() {
    var batch = new Terms("batch", null, null);
    var bill = new Bill("claude-fable-5-2", new Tokens(1_000_000, 0, 0, 0, 0, 2), batch, List.of());
    assertThat(cost(bill)).isEqualTo("4.02");
    var output = new Tokens(0, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 0);
    assertThat(cost(new Bill("claude-fable-5-2", output, batch, List.of()))).isEqualTo("33.1");
    var named = new Terms("batch", null, "us");
    assertThat(cost(new Bill("claude-fable-5-2", output, named, List.of()))).isEqualTo("36.41");
  }

  @Test
  void thePriorityTierIsPaidByCommitmentUnlessTheBookHasARate() {
    var terms = new Terms("priority", null, null);
    var bill = new Bill("claude-opus-5-5", new Tokens(1_000, 1_000, 0, 0, 0, 1), terms, List.of());
    assertThat(cost(bill)).isEqualTo("0.01");
    PriceBook own = book.overlaid(PRIORITY);
    assertThat(Cost.of(own, NOW, bill).orElseThrow()).hasToString("0.04");
    assertThat(Cost.of(own, NOW, Bill.of("claude-opus-5-5", bill.tokens())).orElseThrow())
        .hasToString("0.034");
    var ask = Ask.of(1_000, 1_000, CacheWrites.NONE);
    assertThat(
            WorstCase.of(own.priceOf("claude-opus-5-5", NOW).orElseThrow(), ask)
                .orElseThrow()
                .total(ask.maxOutput()))
        .hasToString("0.03");
  }

  @Test
  void eachIterationMeetsTheBandOfItsOwnPrompt() {
    var small = new Iteration("message", null, new Tokens(60_000, 0, 0, 0, 0, 0));
    var large = new Iteration("message", null, new Tokens(100_001, 0, 0, 0, 0, 0));
    var bill = haiku(1);
    assertThat(cost(new Bill(bill.model(), bill.tokens(), bill.terms(), List.of(small, small))))
        .isEqualTo("0.012");
    assertThat(cost(new Bill(bill.model(), bill.tokens(), bill.terms(), List.of(small, large))))
        .isEqualTo("0.0560005");
  }

  @Test
  void anAdviserWithoutTheSpeedOfTheAnswerPaysItsStandardOne() {
    Tokens thousand = new Tokens(1_000, 0, 0, 0, 0, 0);
    var adviser = new Iteration("advisor_message", "claude-haiku-5-5", thousand);
    var bill = new Bill("claude-opus-5-5", thousand, FAST, List.of(adviser));
    assertThat(cost(bill)).isEqualTo("0.0001");
  }

  @Test
  void aCompactionWithoutOutputIsNoDeclinedAttempt() {
    Tokens read = new Tokens(1_000, 0, 0, 0, 0, 0);
    var fallback = new Iteration("fallback_message", "claude-opus-5-5", read);
    assertThat(cost(bill(new Iteration("compaction", null, read), fallback))).isEqualTo("0.012");
  }

  @Test
  void iterationsArePaidEachAtTheirModelInsteadOfTheSums() {
    Tokens thousand = new Tokens(1_000, 1_000, 0, 0, 0, 0);
    Tokens sums = new Tokens(77, 77, 0, 0, 0, 2);
    var bill =
        new Bill(
            "claude-sonnet-5-5",
            sums,
            Terms.STANDARD,
            List.of(
                new Iteration("compaction", null, thousand),
                new Iteration("advisor_message", "claude-opus-5-5", thousand),
                new Iteration("message", null, thousand)));
    assertThat(cost(bill)).isEqualTo("0.068"); // 0.012 + 0.024 + 0.012 + two searches
  }

  @Test
  void anAttemptDeclinedBeforeItsFirstTokenIsFree() {
    var declined = new Iteration("message", null, new Tokens(1_000, 0, 0, 0, 0, 0));
    var fallback =
        new Iteration("fallback_message", "claude-opus-5-5", new Tokens(1_000, 1_000, 0, 0, 0, 0));
    assertThat(cost(bill(declined, fallback))).isEqualTo("0.024");
    assertThat(cost(bill(declined))).isEqualTo("0.008");
  }

  @Test
  void anIterationOfAnUnknownModelHasNoCost() {
    assertThat(Cost.of(book, NOW, bill(new Iteration("advisor_message", "x", THOUSANDS))))
        .isEmpty();
  }

  @Test
  void partsAreRoundedOnceAndUp() {
    PriceBook odd = PriceBook.load(ODD_BOOK);
    Tokens one = new Tokens(1, 1, 0, 0, 0, 0);
    assertThat(Cost.of(odd, NOW, Bill.of("odd", one))).contains(new Money(1));
    var three = List.of(new Iteration("message", null, one), new Iteration("message", null, one));
    assertThat(Cost.of(odd, NOW, new Bill("odd", one, Terms.STANDARD, three)))
        .contains(new Money(1));
  }

  @Test
  void theWorstCaseTakesTheDearestInputThatTheRequestCanCause() {
    assertThat(worst("claude-opus-5-5", Ask.of(1_000, 128_000, CacheWrites.NONE)))
        .isEqualTo("2.564");
    assertThat(worst("claude-opus-5-5", Ask.of(1_000, 128_000, CacheWrites.FIVE_MINUTES)))
        .isEqualTo("2.565");
    assertThat(worst("claude-opus-5-5", Ask.of(1_000, 128_000, CacheWrites.ONE_HOUR)))
        .isEqualTo("2.568");
  }

  @Test
  void theWorstCaseTakesTheDearestBandWithinReach() {
    assertThat(worst("claude-haiku-5-5", Ask.of(100_000, 1_000, CacheWrites.NONE)))
        .isEqualTo("0.0105");
    assertThat(worst("claude-haiku-5-5", Ask.of(100_001, 1_000, CacheWrites.NONE)))
        .isEqualTo("0.0525005");
  }

  @Test
  void theWorstCaseKnowsSpeedRegionAndSearches() {
    var ask = new Ask(1_000_000, 0, CacheWrites.NONE, 3, "fast", "us");
    assertThat(worst("claude-opus-5-5", ask)).isEqualTo("8.83");
    assertThat(WorstCase.of(price("claude-haiku-5-5"), ask)).isEqualTo(Optional.empty());
  }

  private Bill bill(Iteration... iterations) {
    return new Bill("claude-fable-5-2", THOUSANDS, Terms.STANDARD, List.of(iterations));
  }

  private static Bill haiku(long input) {
    return Bill.of("claude-haiku-5-5", new Tokens(input, 0, 0, 0, 0, 0));
  }

  private String cost(Bill bill) {
    return Cost.of(book, NOW, bill).orElseThrow().toString();
  }

  private String worst(String model, Ask ask) {
    return WorstCase.of(price(model), ask).orElseThrow().total(ask.maxOutput()).toString();
  }

  private Price price(String model) {
    return book.priceOf(model, NOW).orElseThrow();
  }

  private static final String PRIORITY =
      """
      {"version": 1, "models": [{"id": "claude-opus-5-5", "prices": [
        {"tier": "priority", "input": "10", "cacheWrite5m": "10", "cacheWrite1h": "10",
         "cacheRead": "10", "output": "20"}]}]}
      """;

  private static final String ODD_BOOK =
      """
      {"version": "1", "usSurchargeFactor": "1.1", "batchFactor": "1", "webSearch": "0.01", "models": [
        {"id": "odd", "name": "Odd", "family": "f", "since": "2026-01-01",
         "contextWindow": 10, "maxOutput": 5, "prices": [
           {"input": "0.000001", "output": "0.000499", "cacheRead": "1",
            "cacheWrite5m": "1", "cacheWrite1h": "1"}]}]}
      """;
}

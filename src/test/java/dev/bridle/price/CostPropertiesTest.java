package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cost function against a second one, written in decimals straight from the data file. */
class CostPropertiesTest {
  private static final int CASES = 20_000;
  private static final String NOW = "2026-11-23";
  private static final Instant AT = Instant.parse(NOW + "T00:00:00Z");

  private final Random random = new Random(20261123);
  private final PriceBook book = PriceBook.anthropic();
  private final JsonNode file =
      JsonMapper.shared().readTree(getClass().getResourceAsStream("/prices/anthropic.json"));

  @Test
  void theIntegersAgreeWithDecimals() {
    for (int i = 0; i < CASES; i++) {
      JsonNode model = anyModel();
      Tokens tokens = anyTokens();
      String speed = random.nextInt(4) == 0 ? "fast" : null;
      String geo = random.nextBoolean() ? "us" : null;
      JsonNode line = lineOf(model, speed == null ? "standard" : speed, tokens.prompt());
      var bill = new Bill(model.path("id").asString(), tokens, speed, geo, List.of());
      if (line == null) {
        assertThat(Cost.of(book, AT, bill)).isEmpty();
      } else {
        BigDecimal usd = decimalCost(line, tokens, geo != null && model.has("usSurcharge"));
        assertThat(Cost.of(book, AT, bill).orElseThrow().nanos()).isEqualTo(nanosUp(usd));
      }
    }
  }

  @Test
  void noAnswerCostsMoreThanTheWorstCaseOfItsRequest() {
    for (int i = 0; i < CASES; i++) {
      String model = anyModel().path("id").asString();
      Tokens tokens = anyTokens();
      String geo = random.nextBoolean() ? "us" : null;
      long spare = random.nextInt(3);
      var ask =
          new Ask(
              tokens.prompt() + spare,
              tokens.output() + spare,
              writesOf(tokens),
              tokens.webSearches(),
              null,
              geo);
      Money worst = Cost.atWorst(book.priceOf(model, AT).orElseThrow(), ask).orElseThrow();
      Money cost = Cost.of(book, AT, new Bill(model, tokens, null, geo, List.of())).orElseThrow();
      assertThat(cost).isLessThanOrEqualTo(worst);
    }
  }

  private static BigDecimal decimalCost(JsonNode line, Tokens tokens, boolean surcharge) {
    BigDecimal perMillion =
        part(line, "input", tokens.input())
            .add(part(line, "output", tokens.output()))
            .add(part(line, "cacheRead", tokens.cacheRead()))
            .add(part(line, "cacheWrite5m", tokens.cacheWrite5m()))
            .add(part(line, "cacheWrite1h", tokens.cacheWrite1h()));
    return perMillion
        .multiply(new BigDecimal(surcharge ? "1.1" : "1"))
        .divide(new BigDecimal(1_000_000))
        .add(new BigDecimal("0.01").multiply(new BigDecimal(tokens.webSearches())));
  }

  private static BigDecimal part(JsonNode line, String column, long count) {
    return new BigDecimal(line.path(column).asString()).multiply(new BigDecimal(count));
  }

  private static long nanosUp(BigDecimal usd) {
    return usd.setScale(9, RoundingMode.CEILING).unscaledValue().longValueExact();
  }

  private static @Nullable JsonNode lineOf(JsonNode model, String speed, long prompt) {
    JsonNode found = null;
    for (JsonNode line : model.path("prices")) {
      boolean valid =
          line.path("from").asString("0").compareTo(NOW) <= 0
              && line.path("until").asString("9").compareTo(NOW) > 0;
      boolean sameSpeed = line.path("speed").asString("standard").equals(speed);
      if (valid && sameSpeed && prompt > line.path("overPromptTokens").asLong(-1)) {
        found = line; // the file lists the bands from the lowest up
      }
    }
    return found;
  }

  private static CacheWrites writesOf(Tokens tokens) {
    if (tokens.cacheWrite1h() > 0) {
      return CacheWrites.ONE_HOUR;
    }
    return tokens.cacheWrite5m() > 0 ? CacheWrites.FIVE_MINUTES : CacheWrites.NONE;
  }

  private JsonNode anyModel() {
    return file.path("models").get(random.nextInt(file.path("models").size()));
  }

  private Tokens anyTokens() {
    return new Tokens(any(), any(), any(), any(), any(), random.nextInt(4));
  }

  private long any() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> random.nextInt(100);
      case 2 -> random.nextInt(50_000);
      case 3 -> 33_333 + random.nextInt(3);
      default -> random.nextInt(10_000_000);
    };
  }
}

package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cost function against a second one, written in decimals straight from the data file. */
class CostPropertiesTest {
  private static final int CASES = 20_000;
  private static final LocalDate FIRST_DAY = LocalDate.parse("2026-09-20");

  private final Random random = new Random(20261123);
  private final PriceBook book = PriceBook.anthropic();
  private final JsonNode file =
      JsonMapper.shared().readTree(getClass().getResourceAsStream("/prices/anthropic.json"));

  @Test
  void theIntegersAgreeWithDecimals() {
    for (int i = 0; i < CASES; i++) {
      LocalDate day = FIRST_DAY.plusDays(random.nextInt(90));
      Bill bill = anyBill();
      BigDecimal usd = usd(bill, day.toString());
      var cost = Cost.of(book, sometime(day), bill);
      if (usd == null) {
        assertThat(cost).as(bill.toString()).isEmpty();
      } else {
        assertThat(cost.orElseThrow().nanos()).as(bill + " " + day).isEqualTo(nanosUp(usd));
      }
    }
  }

  @Test
  void noAnswerCostsMoreThanTheWorstCaseOfItsRequest() {
    for (int i = 0; i < CASES; i++) {
      String model = anyModel().path("id").asString();
      Tokens tokens = anyTokens();
      Instant at = sometime(FIRST_DAY.plusDays(random.nextInt(90)));
      String geo = anyOf(null, "us", "global");
      Price price = book.priceOf(model, at).orElseThrow();
      String asked = price.sells("fast") ? anyOf(null, "fast") : null;
      String given = asked == null ? null : anyOf(null, "fast", "standard");
      long spare = random.nextInt(3);
      var ask =
          new Ask(
              tokens.prompt() + spare,
              tokens.output() + spare,
              writesOf(tokens),
              tokens.webSearches(),
              asked,
              geo);
      var terms = new Terms(anyOf(null, "standard", "priority", "batch"), given, geo);
      Money worst = WorstCase.of(price, ask).orElseThrow().total(ask.maxOutput());
      Money cost = Cost.of(book, at, new Bill(model, tokens, terms, List.of())).orElseThrow();
      assertThat(cost).isLessThanOrEqualTo(worst);
    }
  }

  /** The same rules once more, in decimals and in another shape; null is no price. */
  private @Nullable BigDecimal usd(Bill bill, String day) {
    BigDecimal fee = new BigDecimal("0.01").multiply(new BigDecimal(bill.tokens().webSearches()));
    if (model(bill.model()) == null) {
      return null;
    }
    if (bill.iterations().isEmpty()) {
      return plus(fee, usd(bill.model(), bill.tokens(), bill.terms(), day));
    }
    BigDecimal sum = fee;
    int lastFallback = -1;
    for (int i = 0; i < bill.iterations().size(); i++) {
      lastFallback = bill.iterations().get(i).type().equals("fallback_message") ? i : lastFallback;
    }
    for (int i = 0; i < bill.iterations().size(); i++) {
      Bill.Iteration part = bill.iterations().get(i);
      boolean attempt = part.type().equals("message") || part.type().equals("fallback_message");
      if (attempt && part.tokens().output() == 0 && i < lastFallback) {
        continue;
      }
      String model = part.model() == null ? bill.model() : part.model();
      boolean foreign =
          !model.equals(bill.model()) && lineOf(model, bill.terms().speed(), 0, day) == null;
      sum =
          plus(
              sum,
              usd(
                  model,
                  part.tokens(),
                  foreign ? bill.terms().withSpeed(null) : bill.terms(),
                  day));
    }
    return sum;
  }

  private static @Nullable BigDecimal plus(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? null : one.add(other);
  }

  private @Nullable BigDecimal usd(String id, Tokens tokens, Terms terms, String day) {
    JsonNode model = model(id);
    JsonNode line = lineOf(id, terms.speed(), tokens.prompt(), day);
    if (model != null && "priority".equals(terms.tier())) {
      return BigDecimal.ZERO; // by commitment; the file has no rates for it
    }
    if (model == null || line == null) {
      return null;
    }
    boolean named = "us".equals(terms.geo()) || "eu".equals(terms.geo());
    return part(line, "input", tokens.input())
        .add(part(line, "output", tokens.output()))
        .add(part(line, "cacheRead", tokens.cacheRead()))
        .add(part(line, "cacheWrite5m", tokens.cacheWrite5m()))
        .add(part(line, "cacheWrite1h", tokens.cacheWrite1h()))
        .multiply(new BigDecimal(named && model.has("usSurcharge") ? "1.1" : "1"))
        .multiply(new BigDecimal("batch".equals(terms.tier()) ? "0.5" : "1"))
        .divide(new BigDecimal(1_000_000));
  }

  private static BigDecimal part(JsonNode line, String column, long count) {
    return new BigDecimal(line.path(column).asString()).multiply(new BigDecimal(count));
  }

  private static long nanosUp(BigDecimal usd) {
    return usd.setScale(9, RoundingMode.CEILING).unscaledValue().longValueExact();
  }

  private @Nullable JsonNode model(String id) {
    return file.path("models")
        .valueStream()
        .filter(model -> model.path("id").asString().equals(id))
        .findFirst()
        .orElse(null);
  }

  private @Nullable JsonNode lineOf(String id, @Nullable String speed, long prompt, String day) {
    JsonNode model = model(id);
    JsonNode found = null;
    for (JsonNode line : model == null ? file.path("nothing") : model.path("prices")) {
      boolean valid =
          line.path("from").asString("0").compareTo(day) <= 0
              && line.path("until").asString("9").compareTo(day) > 0;
      boolean sameSpeed =
          line.path("speed").asString("standard").equals(speed == null ? "standard" : speed);
      if (valid && sameSpeed && prompt > line.path("overPromptTokens").asLong(-1)) {
        found = line; // the file lists the bands from the lowest up
      }
    }
    return found;
  }

  private Bill anyBill() {
    String model = anyModel().path("id").asString();
    var terms =
        new Terms(
            anyOf(null, "standard", "batch", "priority", "unheard of"),
            anyOf(null, null, "standard", "fast"),
            anyOf(null, "us", "global", "eu", "not_available"));
    var parts = new ArrayList<Bill.Iteration>();
    for (int i = random.nextInt(5); i > 1; i--) {
      parts.add(anyIteration());
    }
    return new Bill(model, anyTokens(), terms, parts);
  }

  private Bill.Iteration anyIteration() {
    String type = anyOf("message", "compaction", "advisor_message", "fallback_message");
    String model = random.nextInt(50) == 0 ? "unknown" : anyModel().path("id").asString();
    Tokens some = anyTokens();
    Tokens tokens =
        new Tokens(
            some.input(),
            random.nextBoolean() ? 0 : some.output(),
            some.cacheRead(),
            some.cacheWrite5m(),
            some.cacheWrite1h(),
            0);
    return new Bill.Iteration(type == null ? "message" : type, anyOf(null, model), tokens);
  }

  private Instant sometime(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .plusSeconds(random.nextBoolean() ? 0 : random.nextInt(86_400));
  }

  private @Nullable String anyOf(@Nullable String... words) {
    return words[random.nextInt(words.length)];
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

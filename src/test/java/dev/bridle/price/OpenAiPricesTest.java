package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's part of the price book, against its list in decimals. */
class OpenAiPricesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private final PriceBook book = PriceBook.builtIn();

  @Test
  void bothProvidersStandInOneBookOfOneVersion() {
    assertThat(book.version()).isEqualTo(PriceBook.anthropic().version());
    assertThat(book.models().stream().map(Model::provider).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("anthropic", "openai");
    assertThat(book.models())
        .hasSize(PriceBook.anthropic().models().size() + PriceBook.openAi().models().size());
    assertThat(
            book.overlaid("{\"version\":3,\"models\":[{\"id\":\"x\",\"price_like\":\"gpt-5\"}]}")
                .version())
        .isEqualTo(book.version() + "+3");
  }

  @Test
  void noTierOfOpenAiIsTakenForPaidElsewhere() {
    for (Model model : PriceBook.openAi().models()) {
      var price = book.priceOf(model.id(), NOW).orElseThrow();
      for (String tier : List.of("default", "flex", "priority", "scale", "auto")) {
        assertThat(price.rates(new Terms(tier, null, null), 1).orElseThrow().output())
            .as(model.id() + " " + tier)
            .isPositive();
      }
    }
  }

  @Test
  void aNamedSnapshotCostsWhatItsModelDoes() {
    assertThat(book.modelOf("gpt-5-mini-2025-08-07").orElseThrow().id()).isEqualTo("gpt-5-mini");
    assertThat(book.modelOf("gpt-4o-2024-11-20").orElseThrow().id()).isEqualTo("gpt-4o");
    assertThat(book.modelOf("gpt-4o-2024-05-13").orElseThrow().id()).isEqualTo("gpt-4o-2024-05-13");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, , 1.25, 0.125, 10",
    "gpt-5, default, 1.25, 0.125, 10",
    "gpt-5, flex, 0.625, 0.0625, 5",
    "gpt-5, priority, 2.50, 0.25, 20",
    "gpt-5-mini, , 0.25, 0.025, 2",
    "gpt-5-nano, flex, 0.025, 0.0025, 0.20",
    "gpt-4.1, , 2, 0.50, 8",
    "gpt-4.1-mini, , 0.40, 0.10, 1.60",
    "gpt-4o, , 2.50, 1.25, 10",
    "gpt-4o-mini, , 0.15, 0.075, 0.60",
    "o3, , 2, 0.50, 8",
    "o4-mini, flex, 0.55, 0.1375, 2.20"
  })
  void aCallCostsWhatTheListSays(
      String model, @Nullable String tier, String input, String cached, String output) {
    var tokens = new Tokens(1_003, 77, 2_048, 0, 0, 0);
    var cost = Cost.of(book, NOW, new Bill(model, tokens, new Terms(tier, null, null), List.of()));
    var dollars =
        part(1_003, input).add(part(2_048, cached)).add(part(77, output)).movePointLeft(6);
    assertThat(cost.orElseThrow().nanos())
        .isEqualTo(dollars.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  private static BigDecimal part(long tokens, String perMillion) {
    return new BigDecimal(perMillion).multiply(BigDecimal.valueOf(tokens));
  }
}

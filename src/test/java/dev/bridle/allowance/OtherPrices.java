package dev.bridle.allowance;

import dev.bridle.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The book, and two that an organization has laid over it: at twice and at half of its prices. */
enum OtherPrices {
  BOOK(RandomCall.PRICES),
  DEARER(overlaid(1, "4", "20")),
  CHEAPER(overlaid(2, "1", "5"));

  @SuppressWarnings("ImmutableEnumChecker") // a book never changes
  private final PriceBook book;

  OtherPrices(PriceBook book) {
    this.book = book;
  }

  PriceBook book() {
    return book;
  }

  static Optional<PriceBook> find(String version) {
    for (OtherPrices prices : values()) {
      if (prices.book.version().equals(version)) {
        return Optional.of(prices.book);
      }
    }
    return Optional.empty();
  }

  private static PriceBook overlaid(int version, String input, String output) {
    String line =
        "{'input':'%1$s','output':'%2$s','cacheRead':'%1$s','cacheWrite5m':'%1$s','cacheWrite1h':'%1$s'}"
            .formatted(input, output);
    var models = new ArrayList<String>();
    for (String model : List.of("claude-sonnet-5-5", "claude-haiku-5-5")) {
      models.add("{'id':'" + model + "','prices':[" + line + "]}");
    }
    String json = "{'version':" + version + ",'models':[" + String.join(",", models) + "]}";
    return RandomCall.PRICES.overlaid(json.replace('\'', '"'));
  }
}

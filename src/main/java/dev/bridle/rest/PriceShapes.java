package dev.bridle.rest;

import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import dev.bridle.price.Rates;
import dev.bridle.provider.PriceDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How prices are shown: in US dollars for a million tokens, as of one moment. */
final class PriceShapes {
  private static final int PICOS_PER_MILLIONTH = 6;

  private PriceShapes() {}

  static Map<String, @Nullable Object> shape(
      PriceDocument document, PriceBook base, PriceBook book, Instant now) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("version", document.version());
    shape.put("book_version", base.version());
    shape.put("price_version", book.version());
    shape.put("updated_at", Times.iso(document.createdAt()));
    shape.put("updated_by", document.createdBy());
    shape.put("document", document.json());
    shape.put("models", book.models().stream().map(model -> model(model, now)).toList());
    return shape;
  }

  private static Map<String, Object> model(Model model, Instant now) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", model.id());
    shape.put("name", model.name());
    shape.put("aliases", model.aliases().stream().sorted().toList());
    shape.put("context_window", model.contextWindow());
    shape.put("max_output", model.maxOutput());
    shape.put("retired", model.isRetired(now));
    shape.put("prices", lines(model, now));
    return shape;
  }

  static List<Map<String, Object>> lines(Model model, Instant now) {
    return model.linesAt(now).stream().map(PriceShapes::line).toList();
  }

  private static Map<String, Object> line(Model.Line line) {
    Rates rates = line.band().live().anywhere();
    var shape = new LinkedHashMap<String, Object>();
    shape.put("speed", line.offer().speed());
    shape.put("tier", line.offer().tier().name().toLowerCase(Locale.ROOT));
    shape.put("over_prompt_tokens", line.band().overPromptTokens());
    shape.put("input", usd(rates.input()));
    shape.put("cache_write_5m", usd(rates.cacheWrite5m()));
    shape.put("cache_write_1h", usd(rates.cacheWrite1h()));
    shape.put("cache_read", usd(rates.cacheRead()));
    shape.put("output", usd(rates.output()));
    return shape;
  }

  private static String usd(long picos) {
    return BigDecimal.valueOf(picos, PICOS_PER_MILLIONTH).stripTrailingZeros().toPlainString();
  }
}

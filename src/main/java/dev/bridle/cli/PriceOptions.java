package dev.bridle.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The prices of one model as they are typed, in US dollars for a million tokens. */
final class PriceOptions {
  /** The provider's own rule, for columns that aren't given. */
  private static final BigDecimal READ = new BigDecimal("0.1");

  private static final BigDecimal WRITE_5M = new BigDecimal("1.25");
  private static final BigDecimal WRITE_1H = new BigDecimal("2");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--input", required = true, paramLabel = "USD", description = "Input.")
  private BigDecimal input = BigDecimal.ZERO;

  @Option(names = "--output", required = true, paramLabel = "USD", description = "Output.")
  private BigDecimal output = BigDecimal.ZERO;

  @Option(
      names = "--cache-read",
      paramLabel = "USD",
      description = "Read from a cache. Default: a tenth of the input.")
  private @Nullable BigDecimal cacheRead;

  @Option(
      names = "--cache-write-5m",
      paramLabel = "USD",
      description = "Written for five minutes. Default: 1.25 times the input.")
  private @Nullable BigDecimal cacheWrite5m;

  @Option(
      names = "--cache-write-1h",
      paramLabel = "USD",
      description = "Written for an hour. Default: twice the input.")
  private @Nullable BigDecimal cacheWrite1h;

  @Option(
      names = "--context-window",
      paramLabel = "TOKENS",
      description = "Tokens that the model can hold; needed for a new model.")
  private @Nullable Integer contextWindow;

  @Option(
      names = "--max-output",
      paramLabel = "TOKENS",
      description = "Tokens that the model can answer; needed for a new model.")
  private @Nullable Integer maxOutput;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "UTC day from which they are in force. Default: always.")
  private @Nullable String from;

  /** Sets the prices of an entry; those that were in force before the given day are kept. */
  void into(ObjectNode entry) {
    ArrayNode lines = entry.arrayNode();
    if (from != null) {
      entry.path("prices").forEach(line -> keep(line, day(from), lines));
    }
    lines.add(line(entry.objectNode()));
    entry.set("prices", lines);
    if (contextWindow != null) {
      entry.put("contextWindow", contextWindow);
    }
    if (maxOutput != null) {
      entry.put("maxOutput", maxOutput);
    }
  }

  private static void keep(JsonNode line, String day, ArrayNode lines) {
    boolean later = line.path("from").asString("").compareTo(day) >= 0;
    if (later || !(line instanceof ObjectNode kept)) {
      return;
    }
    String until = kept.path("until").asString(day);
    lines.add(kept.put("until", until.compareTo(day) < 0 ? until : day));
  }

  private ObjectNode line(ObjectNode line) {
    if (from != null) {
      line.put("from", day(from));
    }
    line.put("input", text(input));
    line.put("cacheWrite5m", text(cacheWrite5m == null ? input.multiply(WRITE_5M) : cacheWrite5m));
    line.put("cacheWrite1h", text(cacheWrite1h == null ? input.multiply(WRITE_1H) : cacheWrite1h));
    line.put("cacheRead", text(cacheRead == null ? input.multiply(READ) : cacheRead));
    line.put("output", text(output));
    return line;
  }

  private static String text(BigDecimal usd) {
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }

  private String day(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toLocalDate().toString();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--from must be a day like 2026-12-01, not '" + text + "'");
    }
  }
}

package dev.bridle.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Finds with axe-core what keeps people from using a page. */
final class Axe {
  private static final String FIND =
      """
      async () => {
        const found = await axe.run(document, { resultTypes: ["violations"] });
        return found.violations
          .filter((violation) => ["serious", "critical"].includes(violation.impact))
          .flatMap((violation) => violation.nodes.map((node) =>
            violation.id + ": " + node.html + " " + node.failureSummary));
      }
      """;

  private Axe() {}

  /** Only what is serious or critical. */
  static List<?> barriers(Page page) {
    if (Boolean.FALSE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(script());
    }
    return (List<?>) Objects.requireNonNull(page.evaluate(FIND));
  }

  private static String script() {
    try (var in = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
      return "() => { " + new String(in.readAllBytes(), StandardCharsets.UTF_8) + " }";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

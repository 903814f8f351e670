package dev.bridle.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The names of betas, from header lines or from a body. */
final class Betas {
  private static final int MOST = 200;

  private Betas() {}

  /** Each name once, in its order; a value may be a list with commas, with empty places in it. */
  static List<String> of(List<String> values) {
    Set<String> names = new LinkedHashSet<>();
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return List.copyOf(names);
  }

  /** The window that a beta opens for a model whose own is smaller; 0 when none does. */
  static long contextWindow(List<String> betas) {
    return betas.stream().anyMatch(beta -> beta.startsWith("context-1m")) ? 1_000_000 : 0;
  }

  /** Reads {@code betas} of a body, a list or a text; a bad entry is the provider's to refuse. */
  static List<String> read(JsonParser parser, String name, BodyScan scan) {
    List<String> values = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        take(values, parser, name, scan);
      }
    } else {
      take(values, parser, name, scan);
    }
    return of(values);
  }

  private static void take(List<String> values, JsonParser parser, String name, BodyScan scan) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      scan.value();
      return;
    }
    if (values.size() == MOST) {
      throw Refused.badBody("The field '" + name + "' has more than " + MOST + " values.");
    }
    values.add(Scalars.text(parser, name));
  }
}

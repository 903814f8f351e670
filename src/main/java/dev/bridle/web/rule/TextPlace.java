package dev.bridle.web.rule;

import dev.bridle.policy.InvalidDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Finds the line of a policy's text that a mistake is in. */
final class TextPlace {
  private static final Pattern BY_ID = Pattern.compile("^The rule `([^`]*)`");
  private static final Pattern BY_NUMBER = Pattern.compile("^Rule (\\d{1,6})$");

  private static final Pattern BELOW = Pattern.compile("^The rule `[^`]*`: `([^`]*)`");

  /** In the document, in the list of rules, in one of them. */
  private static final int DOCUMENT = 1;

  private static final int RULE = 3;

  /** A rule as its text has it. */
  private static final class Written {
    final int line;
    String id = "";
    final Map<String, Integer> keys = new HashMap<>();

    Written(int line) {
      this.line = line;
    }
  }

  private final Map<String, Integer> documentKeys = new HashMap<>();
  private final List<Written> rules = new ArrayList<>();

  private TextPlace() {}

  /** The line, counted from 1; 0 when it can't be told. */
  static int line(String text, InvalidDocument problem) {
    var spot = problem.spot();
    if (spot.line() > 0) {
      return spot.line();
    }
    var place = new TextPlace();
    place.read(text);
    return place.line(spot);
  }

  private int line(InvalidDocument.Spot spot) {
    var byNumber = BY_NUMBER.matcher(spot.where());
    if (byNumber.matches()) {
      int number = Integer.parseInt(byNumber.group(1));
      return number <= rules.size() ? line(rules.get(number - 1), spot.key()) : 0;
    }
    var byId = BY_ID.matcher(spot.where());
    if (byId.find()) {
      String key = inner(spot.where()).orElse(spot.key());
      return rules.stream()
          .filter(rule -> rule.id.equals(byId.group(1)))
          .findFirst()
          .map(rule -> line(rule, key))
          .orElse(0);
    }
    return documentKeys.getOrDefault(spot.key(), 0);
  }

  /** A mistake deep within a rule is shown at the key of the rule that it is below. */
  private static Optional<String> inner(String where) {
    var inner = BELOW.matcher(where);
    return inner.find() ? Optional.of(inner.group(1)) : Optional.empty();
  }

  private static int line(Written rule, String key) {
    return rule.keys.getOrDefault(key, rule.line);
  }

  private void read(String text) {
    try (JsonParser in = JsonMapper.shared().createParser(text)) {
      int depth = 0;
      String name = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        int line = in.currentTokenLocation().getLineNr();
        if (token.isStructStart()) {
          depth++;
          if (depth == RULE && token == JsonToken.START_OBJECT) {
            rules.add(new Written(line));
          }
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.PROPERTY_NAME) {
          name = in.currentName();
          note(depth, name, line);
        } else if (depth == RULE && name.equals("id") && token == JsonToken.VALUE_STRING) {
          rules.getLast().id = in.getString();
        }
      }
    } catch (JacksonException e) {
      // What was read so far is enough, or the line stays unknown.
    }
  }

  private void note(int depth, String name, int line) {
    if (depth == DOCUMENT) {
      documentKeys.put(name, line);
    } else if (depth == RULE && !rules.isEmpty()) {
      rules.getLast().keys.put(name, line);
    }
  }
}

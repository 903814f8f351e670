package dev.bridle.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A policy as administrators write it, read and checked.
 *
 * @param version the version that it says it is, or shall replace
 * @param json its rules as they were written
 */
public record PolicyDocument(OptionalLong version, List<Rule> rules, JsonNode json) {
  private static final int LARGEST = 256 << 10;
  private static final int MOST_RULES = 500;

  /** A key that stands twice would be read in another way than it was meant. */
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  public PolicyDocument {
    rules = List.copyOf(rules);
  }

  /** Reads a document, or throws an {@link InvalidDocument}. */
  public static PolicyDocument read(byte[] text) {
    if (text.length > LARGEST) {
      throw new InvalidDocument("A policy has at most " + (LARGEST >> 10) + " KB.");
    }
    try {
      return of(STRICT.readTree(text));
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new InvalidDocument(
          "The policy is not valid JSON, or a key stands twice in one object.",
          new InvalidDocument.Spot("", "", "", at == null ? 0 : Math.max(0, at.getLineNr())));
    }
  }

  /** The rules of a document that was parsed before. */
  public static PolicyDocument of(JsonNode json) {
    var document = Entry.of("The policy", json);
    document.allowOnly(Set.of("version", "rules"));
    JsonNode array = document.get("rules");
    if (!array.isArray() || array.size() > MOST_RULES) {
      throw document.invalid("rules", "must be a list of at most " + MOST_RULES + " rules");
    }
    return new PolicyDocument(document.number("version"), rules(array), array);
  }

  private static List<Rule> rules(JsonNode array) {
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode one : array) {
      var rule = RuleReader.read(rules.size() + 1, one);
      if (!ids.add(rule.id())) {
        throw new InvalidDocument(
            "There are two rules with the id `" + rule.id() + "`.",
            new InvalidDocument.Spot("Rule " + (rules.size() + 1), "id", "stands twice", 0));
      }
      rules.add(rule);
    }
    return rules;
  }

  /** What is in force for an organization that has stored nothing. */
  static PolicyDocument builtIn() {
    try (InputStream text = PolicyDocument.class.getResourceAsStream("/policy/default.json")) {
      return read(Objects.requireNonNull(text).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PolicyDocument stored(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The rules as they are kept. */
  String text() {
    return JsonMapper.shared().writeValueAsString(java.util.Map.of("rules", json));
  }

  public CompiledPolicy compiled(long asVersion) {
    return new CompiledPolicy(asVersion, rules);
  }
}

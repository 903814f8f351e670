package dev.bridle.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what a limit rule grants. */
final class LimitsReader {
  static final Set<String> KEYS = Set.of("max_tokens", "fields", "server_tools", "denied_betas");

  private static final int LONGEST_NAME = 100;

  private LimitsReader() {}

  static Limits read(Entry rule, Effect effect) {
    for (String key : KEYS) {
      if (effect != Effect.LIMIT && rule.has(key)) {
        throw rule.invalid(key, "belongs to rules with the effect limit only");
      }
    }
    if (effect != Effect.LIMIT) {
      return Limits.NONE;
    }
    if (KEYS.stream().noneMatch(rule::has)) {
      throw new InvalidDocument(
          rule.where()
              + " limits nothing: give `max_tokens`, `fields`, `server_tools` or `denied_betas`.");
    }
    OptionalLong maxTokens = rule.number("max_tokens");
    return new Limits(
        maxTokens.isPresent() ? maxTokens.getAsLong() : null,
        fields(rule),
        tools(rule),
        rule.globs("denied_betas"));
  }

  private static Entry inner(Entry rule, String key) {
    return Entry.of(rule.where() + ": `" + key + "`", rule.get(key));
  }

  private static List<Limits.Field> fields(Entry rule) {
    List<Limits.Field> fields = new ArrayList<>();
    if (rule.has("fields")) {
      var all = inner(rule, "fields");
      for (String name : all.json().propertyNames()) {
        requireName(all, name);
        fields.add(new Limits.Field(name, allowed(all, name)));
      }
    }
    return fields;
  }

  private static void requireName(Entry all, String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw all.invalid(name, "must be a name of 1 to " + LONGEST_NAME + " characters");
    }
  }

  /** The values as texts; none for {@code false}. */
  private static List<String> allowed(Entry all, String name) {
    JsonNode value = all.get(name);
    List<String> allowed = new ArrayList<>();
    if (value.isBoolean() && !value.booleanValue()) {
      return allowed;
    }
    if (!value.isArray()) {
      throw all.invalid(name, "must be false or a list of the values that are allowed");
    }
    for (JsonNode one : all.values(name)) {
      if (!one.isString() && !one.isNumber() && !one.isBoolean()) {
        throw all.invalid(name, "must list strings, numbers, true or false");
      }
      allowed.add(one.asString());
    }
    return allowed;
  }

  private static List<Limits.Tool> tools(Entry rule) {
    List<Limits.Tool> tools = new ArrayList<>();
    if (rule.has("server_tools")) {
      var all = inner(rule, "server_tools");
      for (String type : all.json().propertyNames()) {
        all.requireGlob(type, type);
        tools.add(tool(all, type));
      }
    }
    return tools;
  }

  private static Limits.Tool tool(Entry all, String type) {
    JsonNode value = all.get(type);
    if (value.isBoolean() && !value.booleanValue()) {
      return new Limits.Tool(new Glob(type), null);
    }
    if (!value.isObject()) {
      throw all.invalid(type, "must be false or {\"max_uses\": n}");
    }
    var one = new Entry(all.where() + ": " + Sentences.shown(type), value);
    one.allowOnly(Set.of("max_uses"));
    return new Limits.Tool(
        new Glob(type),
        one.number("max_uses").orElseThrow(() -> one.invalid("max_uses", "must be given")));
  }
}

package dev.bridle.policy;

import dev.bridle.condition.Condition;
import dev.bridle.condition.InvalidCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one rule of a document. */
final class RuleReader {
  private static final int LONGEST_DESCRIPTION = 200;
  private static final Set<String> KEYS = keys();

  private final Entry entry;
  private final String id;

  private RuleReader(Entry entry, String id) {
    this.entry = entry;
    this.id = id;
  }

  private static Set<String> keys() {
    var keys = new HashSet<>(Set.of("id", "description", "effect", "report_only"));
    keys.addAll(Set.of("provider", "models", "if", "build_creator_team"));
    keys.addAll(LimitsReader.KEYS);
    Arrays.stream(JobClaim.values()).map(JobClaim::word).forEach(keys::add);
    return Set.copyOf(keys);
  }

  /**
   * @param number counted from 1, for a rule without a usable id
   */
  static Rule read(int number, JsonNode json) {
    var unnamed = Entry.of("Rule " + number, json);
    String id = unnamed.required("id");
    if (!id.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw unnamed.invalid(
          "id", "must have 1 to 63 lower-case letters, digits and single hyphens between them");
    }
    if (id.equals(CompiledPolicy.NO_RULE)) {
      throw unnamed.invalid("id", "must not be `default`, which stands for no rule at all");
    }
    return new RuleReader(new Entry("The rule `" + id + "`", json), id).rule();
  }

  private Rule rule() {
    entry.allowOnly(KEYS);
    Effect effect =
        Effect.find(entry.required("effect"))
            .orElseThrow(() -> entry.invalid("effect", "must be allow, deny or limit"));
    if (entry.has("build_creator_team")) {
      throw entry.invalid(
          "build_creator_team", "can't be used yet: there are no teams; they come later");
    }
    return new Rule(
        id,
        description(),
        effect,
        entry.flag("report_only"),
        requirements(),
        entry.texts("provider"),
        entry.globs("models"),
        condition(),
        LimitsReader.read(entry, effect));
  }

  private @Nullable String description() {
    String description = entry.text("description");
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw entry.invalid("description", "has at most " + LONGEST_DESCRIPTION + " characters");
    }
    return description == null || description.isBlank() ? null : description;
  }

  private List<Requirement> requirements() {
    var requirements = new ArrayList<Requirement>();
    for (JobClaim claim : JobClaim.values()) {
      if (entry.has(claim.word())) {
        requirements.add(new Requirement(claim, wanted(claim)));
      }
    }
    return requirements;
  }

  private List<String> wanted(JobClaim claim) {
    if (claim.form() == JobClaim.Form.FLAG) {
      return flags(claim.word());
    }
    var wanted = entry.texts(claim.word());
    for (String value : wanted) {
      check(claim, value);
    }
    return wanted;
  }

  private void check(JobClaim claim, String value) {
    List<String> words = claim.form().words();
    if (!words.isEmpty() && !words.contains(value)) {
      throw entry.invalid(
          claim.word(),
          "must be one of " + String.join(", ", words) + ", not " + Sentences.shown(value));
    }
    if (claim.form() == JobClaim.Form.GLOB) {
      entry.requireGlob(claim.word(), value);
    }
  }

  private List<String> flags(String key) {
    var flags = new ArrayList<String>();
    for (JsonNode value : entry.values(key)) {
      if (!value.isBoolean()) {
        throw entry.invalid(key, "must be true or false");
      }
      flags.add(String.valueOf(value.booleanValue()));
    }
    return flags;
  }

  private @Nullable Condition condition() {
    if (!entry.has("if")) {
      return null;
    }
    try {
      return Condition.parse(entry.required("if"), JobValues.VOCABULARY);
    } catch (InvalidCondition e) {
      throw entry.invalid("if", "is not a condition: " + e.sentence());
    }
  }
}

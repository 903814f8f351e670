package dev.bridle.pipeline;

import java.util.List;
import java.util.Locale;

/** What kind of step a step is: it says so, or its first telling attribute does. */
enum StepType {
  COMMAND("command", "script", "commands", "plugins"),
  WAIT("wait", "waiter"),
  BLOCK("block", "manual"),
  INPUT("input"),
  TRIGGER("trigger"),
  GROUP("group");

  private final List<String> names;

  StepType(String... names) {
    this.names = List.of(names);
  }

  static StepType of(Field step) {
    if (step.value().isObject()) {
      Field type = step.get("type");
      return type.isAbsent() ? byAttribute(step) : byType(type);
    }
    return byWord(step);
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static StepType byWord(Field step) {
    String word = step.text();
    for (StepType type : List.of(WAIT, BLOCK, INPUT)) {
      if (type.names.contains(word)) {
        return type;
      }
    }
    throw step.fault(
        "must be the word wait or a map with a command, not " + InvalidPipeline.quoted(word));
  }

  private static StepType byType(Field type) {
    String word = type.text();
    for (StepType known : values()) {
      boolean isAttributeOnly = word.equals("commands") || word.equals("plugins");
      if (known.names.contains(word) && !isAttributeOnly) {
        return known;
      }
    }
    throw type.fault("is not a type of step: " + InvalidPipeline.quoted(word));
  }

  private static StepType byAttribute(Field step) {
    for (StepType type : values()) {
      if (type.names.stream().anyMatch(name -> !name.equals("script") && step.value().has(name))) {
        return type;
      }
    }
    throw step.fault("has no type: it needs a command or wait");
  }
}

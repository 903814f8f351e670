package dev.bridle.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kind of step a step is: it says so, or its first telling attribute does. */
enum StepType {
  COMMAND,
  WAIT,
  BLOCK,
  INPUT,
  TRIGGER,
  GROUP;

  private static final List<String> WORDS = List.of("wait", "waiter", "block", "manual", "input");
  private static final List<String> OF_COMMANDS = List.of("command", "commands", "plugins");
  private static final List<String> TELLING =
      List.of("wait", "waiter", "block", "input", "manual", "trigger", "group");

  static StepType of(Field step) {
    if (!step.value().isObject()) {
      return byWord(step);
    }
    Field type = step.get("type");
    return type.isAbsent() ? byAttribute(step) : byType(type);
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static StepType byWord(Field step) {
    String word = step.text();
    return Optional.of(word)
        .filter(WORDS::contains)
        .flatMap(StepType::named)
        .orElseThrow(() ->
            step.fault(
                "must be the word wait or a map with a command, not "
                    + InvalidPipeline.quoted(word)));
  }

  private static StepType byType(Field type) {
    return named(type.text())
        .orElseThrow(
            () -> type.fault(InvalidPipeline.quoted(type.text()) + " is not a type of step"));
  }

  private static StepType byAttribute(Field step) {
    if (OF_COMMANDS.stream().anyMatch(step.value()::has)) {
      return COMMAND;
    }
    return TELLING.stream()
        .filter(step.value()::has)
        .findFirst()
        .flatMap(StepType::named)
        .orElseThrow(() -> step.fault("has no type: it needs a command or wait"));
  }

  private static Optional<StepType> named(String word) {
    return switch (word) {
      case "command", "script" -> Optional.of(COMMAND);
      case "wait", "waiter" -> Optional.of(WAIT);
      case "block", "manual" -> Optional.of(BLOCK);
      case "input" -> Optional.of(INPUT);
      case "trigger" -> Optional.of(TRIGGER);
      case "group" -> Optional.of(GROUP);
      default -> Optional.empty();
    };
  }
}

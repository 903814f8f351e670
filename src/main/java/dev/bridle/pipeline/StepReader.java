package dev.bridle.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the steps of one pipeline, giving them its defaults. */
final class StepReader {
  private final Origin origin;
  private final Field defaultAgents;
  private final Field defaultPriority;
  private final StepKeys keys = new StepKeys();

  StepReader(Origin origin, Field pipeline) {
    this.origin = origin;
    this.defaultAgents = pipeline.get("agents");
    this.defaultPriority = pipeline.get("priority");
  }

  Step read(Field step) {
    StepType type = StepType.of(step);
    Unsupported.refuseInStep(step, type, origin);
    return switch (type) {
      case COMMAND -> command(step);
      case WAIT -> step.value().isObject() ? waiting(step) : plainWait(step);
      case GROUP -> group(step);
      case BLOCK, INPUT, TRIGGER -> throw step.fault(type.title() + " steps are not supported yet");
    };
  }

  private GroupStep group(Field group) {
    Field steps = group.get("steps");
    if (steps.items().isEmpty()) {
      throw (steps.isAbsent() ? group : steps).fault("a group must hold at least one step");
    }
    String key = key(group);
    return new GroupStep(
        key,
        label(Attributes.first(group, "group", "label", "name")),
        steps.items().stream().map(this::member).toList(),
        withoutSteps(group));
  }

  private Step member(Field step) {
    if (StepType.of(step) == StepType.GROUP) {
      throw step.fault("a group can't stand in another group");
    }
    return read(step);
  }

  /** Each step keeps its own definition; that of a group need not repeat them. */
  private static String withoutSteps(Field group) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    group.entries().stream()
        .filter(field -> !field.name().equals("steps"))
        .forEach(field -> kept.set(field.name(), field.value()));
    return kept.toString();
  }

  private CommandStep command(Field step) {
    Field commands = Attributes.first(step, "command", "commands");
    String command = Attributes.command(commands);
    if (command.isBlank()) {
      throw commands.fault("is empty, so the step has nothing to run");
    }
    return new CommandStep(
        key(step),
        label(Attributes.first(step, "label", "name")),
        command,
        Attributes.env(step.get("env")),
        agents(Attributes.first(step, "agents", "agent_query_rules")),
        priority(step.get("priority")),
        RetryReader.read(step.get("retry")),
        !step.get("signature").isAbsent(),
        step.value().toString());
  }

  private WaitStep waiting(Field step) {
    return new WaitStep(
        key(step),
        label(Attributes.first(step, "label", "name", "wait", "waiter")),
        step.get("continue_on_failure").isTrue(),
        step.value().toString());
  }

  private static WaitStep plainWait(Field step) {
    return new WaitStep(null, null, false, step.value().toString());
  }

  private @Nullable String key(Field step) {
    return keys.take(Attributes.first(step, "key", "id", "identifier"));
  }

  private static @Nullable String label(Field field) {
    String label = field.text();
    return label.isEmpty() ? null : label;
  }

  private List<String> agents(Field own) {
    return Attributes.agents(own.isAbsent() ? defaultAgents : own);
  }

  private long priority(Field own) {
    Field priority = own.isAbsent() ? defaultPriority : own;
    return priority.isAbsent() ? 0 : Attributes.priority(priority);
  }
}

package dev.bridle.condition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables of the language, as lines of a type and names. */
final class VariableTable {
  static final String BUILDS =
      """
      string: build.id build.branch build.commit build.tag build.message
      number: build.number
      boolean: build.fixed
      creating|started|running|scheduled|blocked|passed|failing|failed|canceling|canceled|skipped|not_run: build.state
      failed|passed|running: build.blocked_state
      api|ui|webhook|trigger_job|schedule|pipeline_trigger: build.source
      string: build.source_event build.source_action
      string: build.creator.id build.creator.name build.creator.email
      strings: build.creator.teams
      boolean: build.creator.verified
      string: build.author.id build.author.name build.author.email
      strings: build.author.teams
      string: build.scm.author.name build.scm.author.email
      string: build.scm.committer.name build.scm.committer.email
      string: build.pull_request.id build.pull_request.base_branch build.pull_request.repository
      boolean: build.pull_request.draft build.pull_request.repository.fork
      string: build.pull_request.label
      strings: build.pull_request.labels
      string: build.merge_queue.base_branch build.merge_queue.base_commit
      string: pipeline.id pipeline.slug pipeline.default_branch pipeline.repository
      boolean: pipeline.started_passing pipeline.started_failing pipeline.next_finished_build_exists
      string: organization.id organization.slug
      """;

  static final String STEPS =
      """
      string: step.id step.key step.label
      command|wait|input|trigger|group: step.type
      ignored|waiting_for_dependencies|ready|waiting_for_input|running|failing|canceled|finished: step.state
      neutral|passed|soft_failed|hard_failed|errored: step.outcome
      """;

  private VariableTable() {}

  static Vocabulary read(String table) {
    Map<String, Type> types = new HashMap<>();
    table
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          Type type = type(line.substring(0, colon));
          for (String name : line.substring(colon + 2).split(" ", -1)) {
            types.put(name, type);
          }
        });
    return new Vocabulary(types);
  }

  private static Type type(String word) {
    return switch (word) {
      case "string" -> Type.Plain.STRING;
      case "strings" -> Type.Plain.STRINGS;
      case "number" -> Type.Plain.NUMBER;
      case "boolean" -> Type.Plain.BOOLEAN;
      default -> new Type.Enumeration(List.of(word.split("\\|", -1)));
    };
  }
}

package dev.bridle.policy;

import java.util.Optional;

/**
 * What of a call goes beyond a limit.
 *
 * @param what to be read after "Policy rule X"
 */
record Violation(Decision.Kind kind, String subject, String what) {
  /** The first one, in the order of the document's keys. */
  static Optional<Violation> of(Limits limits, Ask ask) {
    return tokens(limits, ask)
        .or(() -> limits.fields().stream().flatMap(f -> field(f, ask).stream()).findFirst())
        .or(() -> limits.tools().stream().flatMap(t -> tool(t, ask).stream()).findFirst())
        .or(() -> beta(limits, ask));
  }

  private static Optional<Violation> tokens(Limits limits, Ask ask) {
    Long most = limits.maxTokens();
    if (most == null || ask.maxTokens() <= most) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            Decision.Kind.FIELD,
            "max_tokens",
            "allows `max_tokens` up to " + most + ", and this call asks for " + ask.maxTokens()));
  }

  private static Optional<Violation> field(Limits.Field limit, Ask ask) {
    String value = ask.fields().get(limit.name());
    if (value == null || limit.allowed().contains(value)) {
      return Optional.empty();
    }
    String name = Sentences.shown(limit.name());
    return Optional.of(
        new Violation(
            Decision.Kind.FIELD,
            limit.name(),
            limit.allowed().isEmpty()
                ? "does not allow the field " + name + " in a call"
                : "allows the field "
                    + name
                    + " only as "
                    + Sentences.anyOf(limit.allowed())
                    + (value.isEmpty() ? "" : ", not as " + Sentences.shown(value))));
  }

  private static Optional<Violation> tool(Limits.Tool limit, Ask ask) {
    return ask.serverTools().stream()
        .filter(tool -> limit.covers(tool.type()) && exceeds(limit, tool))
        .findFirst()
        .map(tool -> new Violation(Decision.Kind.TOOL, tool.type(), tooMuch(limit, tool)));
  }

  private static boolean exceeds(Limits.Tool limit, Ask.ServerTool tool) {
    Long most = limit.maxUses();
    Long asked = tool.maxUses();
    return most == null || asked == null || asked > most;
  }

  private static String tooMuch(Limits.Tool limit, Ask.ServerTool tool) {
    String type = Sentences.shown(tool.type());
    if (limit.maxUses() == null) {
      return "does not allow the tool " + type;
    }
    return "allows the tool "
        + type
        + " only with `max_uses` of at most "
        + limit.maxUses()
        + ", and this call "
        + (tool.maxUses() == null ? "sets none" : "asks for " + tool.maxUses());
  }

  private static Optional<Violation> beta(Limits limits, Ask ask) {
    return ask.betas().stream()
        .filter(beta -> limits.deniedBetas().stream().anyMatch(g -> g.matchesAnyCase(beta)))
        .findFirst()
        .map(beta ->
            new Violation(
                Decision.Kind.BETA, beta, "does not allow the beta " + Sentences.shown(beta)));
  }
}

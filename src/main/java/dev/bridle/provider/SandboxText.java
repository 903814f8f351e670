package dev.bridle.provider;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The words of the sandbox: clearly not a model's, or the least JSON that a schema asks for. */
final class SandboxText {
  private static final int LONGEST_QUOTE = 120;

  private SandboxText() {}

  static String to(JsonNode ask) {
    JsonNode format = ask.path("output_config").path("format");
    if (format.path("type").asString("").equals("json_schema")) {
      return SchemaSample.of(format.path("schema")).toString();
    }
    return to(said(ask.path("messages")));
  }

  /** To what a person has said. */
  static String to(String said) {
    return """
    [sandbox] You asked: "%s" No model was called: this is Bridle's built-in stand-in, which \
    answers offline and free of charge. Your request is valid and went the whole way through \
    sign-in, policy, budget and ledger. For real answers, an administrator connects a \
    provider; nothing in the pipeline needs to change.\
    """
        .formatted(quote(said));
  }

  /** The last text of the last message of a user. */
  static String said(JsonNode messages) {
    List<JsonNode> users =
        messages.valueStream().filter(m -> m.path("role").asString("").equals("user")).toList();
    return users.isEmpty() ? "" : lastText(users.getLast().path("content"));
  }

  private static String quote(String said) {
    String line = said.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
  }

  /** Tools put their reminders first and what the person said last. */
  private static String lastText(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    List<String> texts =
        content
            .valueStream()
            .map(block -> block.path("text").asString(""))
            .filter(text -> !text.isBlank())
            .toList();
    return texts.isEmpty() ? "" : texts.getLast();
  }
}

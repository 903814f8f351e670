package dev.bridle.call;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code stream_options} of a chat, and knows the splice that makes a stream tell its usage
 * where the client has not asked for it.
 */
final class UsageOption {
  private static final String NAME = "include_usage";
  private static final Set<String> NAMES = Set.of(NAME);
  private static final String ON = "\"include_usage\":true";

  private final JsonParser parser;
  private Rewrite.@Nullable Splice splice;
  private boolean present;

  UsageOption(JsonParser parser) {
    this.parser = parser;
  }

  void read() {
    present = true;
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      splice = new Rewrite.Splice(here(), "{" + ON + "}");
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      options();
    } else {
      throw Refused.badBody("The field 'stream_options' must be an object.");
    }
  }

  private void options() {
    int afterBrace = Span.end(parser);
    boolean any = false;
    boolean said = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      any = true;
      Spelling.require(parser.currentName(), NAMES);
      boolean isIt = parser.currentName().equals(NAME);
      parser.nextToken();
      if (!isIt) {
        parser.skipChildren();
      } else if (said) {
        throw Refused.badBody("The field '" + NAME + "' stands twice in 'stream_options'.");
      } else {
        said = true;
        splice = Scalars.flag(parser, NAME) ? null : new Rewrite.Splice(here(), "true");
      }
    }
    if (!said) {
      splice = new Rewrite.Splice(new Span(afterBrace, afterBrace), any ? ON + "," : ON);
    }
  }

  /** The scalar on which the parser stands. */
  private Span here() {
    return new Span(Span.start(parser), Span.end(parser));
  }

  /**
   * Null where the client has asked for the usage itself.
   *
   * @param afterBrace where the body's first field begins
   */
  Rewrite.@Nullable Splice splice(int afterBrace) {
    return present
        ? splice
        : new Rewrite.Splice(new Span(afterBrace, afterBrace), "\"stream_options\":{" + ON + "},");
  }
}

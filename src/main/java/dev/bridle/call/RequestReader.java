package dev.bridle.call;

import dev.bridle.call.Refusal.BadBody;
import dev.bridle.http.JsonProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a Messages body once, as a stream, and remembers where things stand in it. It is strict
 * where a lenient reader and the provider could read different things: one encoding, no field
 * twice.
 */
final class RequestReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Requests.BODY_LIMIT)
                  .maxNumberLength(1000)
                  .maxNestingDepth(500)
                  .build())
          .build();

  private static final int LONGEST_NAME = 256;

  private final byte[] body;
  private final JsonParser parser;
  private @Nullable String model;
  private @Nullable Span modelSpan;
  private long maxTokens;
  private boolean stream;
  private @Nullable String speed;
  private @Nullable String geo;
  private int afterBrace;
  private @Nullable Span system;
  private List<Span> systemContents = new ArrayList<>();
  private @Nullable Span leading;

  private RequestReader(byte[] body) {
    this.body = body;
    this.parser = JSON.createParser(ObjectReadContext.empty(), body);
  }

  /** The request, or a {@link Refused} whose sentence says what is wrong with it. */
  static ModelRequest read(byte[] body) {
    requireUtf8Object(body);
    try {
      return new RequestReader(body).read();
    } catch (JacksonException e) {
      throw bad(JsonProblem.sentence("The request", e));
    }
  }

  private static Refused bad(String sentence) {
    return new Refused(new BadBody(sentence));
  }

  /**
   * The parser would guess UTF-16 and UTF-32 too; what we judge must be what the provider reads.
   */
  private static void requireUtf8Object(byte[] body) {
    int start = 0;
    while (start < body.length
        && (body[start] == ' '
            || body[start] == '\n'
            || body[start] == '\r'
            || body[start] == '\t')) {
      start++;
    }
    boolean object = start < body.length && body[start] == '{';
    boolean wide = start + 1 < body.length && body[start + 1] == 0;
    if (!object || wide) {
      throw bad("The request must be a JSON object in UTF-8.");
    }
  }

  private ModelRequest read() {
    parser.nextToken();
    afterBrace = end();
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (!seen.add(name)) {
        throw bad("The field '" + name + "' stands twice in the request.");
      }
      parser.nextToken();
      field(name);
    }
    if (parser.nextToken() != null) {
      throw bad("Something follows the request's JSON object.");
    }
    return request();
  }

  private void field(String name) {
    switch (name) {
      case "model" -> {
        model = text(name);
        modelSpan = span();
      }
      case "max_tokens" -> maxTokens = number(name);
      case "stream" -> stream = flag(name);
      case "speed" -> speed = text(name);
      case "inference_geo" -> geo = text(name);
      case "system" -> {
        int from = start();
        parser.skipChildren();
        parser.finishToken();
        system = new Span(from, end());
      }
      case "messages" -> messages();
      default -> parser.skipChildren();
    }
  }

  private String text(String name) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("The field '" + name + "' must be a string.");
    }
    String text = parser.getString();
    if (text.length() > LONGEST_NAME || text.indexOf('\0') >= 0) {
      throw bad(
          "The field '" + name + "' must be at most " + LONGEST_NAME + " characters without NUL.");
    }
    return text;
  }

  private long number(String name) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return 0;
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw bad("The field '" + name + "' must be a whole number.");
    }
    long value =
        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : parser.getLongValue();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw bad("The field '" + name + "' must be between 0 and " + Integer.MAX_VALUE + ".");
    }
    return value;
  }

  private boolean flag(String name) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw bad("The field '" + name + "' must be true or false.");
    };
  }

  private void messages() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    boolean onlySystem = true;
    int firstFrom = -1;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = start();
      if (firstFrom < 0) {
        firstFrom = from;
      }
      Span content = onlySystem ? systemContent() : null;
      if (content != null) {
        systemContents.add(content);
      } else if (onlySystem) {
        onlySystem = false;
        leading = systemContents.isEmpty() ? null : new Span(firstFrom, from);
      }
      parser.skipChildren();
    }
    if (onlySystem) {
      // Without them nothing would be left: the provider shall say so itself.
      systemContents = new ArrayList<>();
    }
  }

  /**
   * The content of a message that has the role system and nothing else that could be lost; null for
   * any other, whose rest is then skipped by the caller.
   */
  private @Nullable Span systemContent() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return null;
    }
    Set<String> names = new HashSet<>();
    String role = "";
    Span content = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (!names.add(name)) {
        throw bad("The field '" + name + "' stands twice in a message.");
      }
      boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
      if (name.equals("role") && text) {
        role = parser.getString();
      } else if (name.equals("content")
          && (text || parser.currentToken() == JsonToken.START_ARRAY)) {
        int from = start();
        parser.skipChildren();
        parser.finishToken();
        content = new Span(from, end());
      } else {
        parser.skipChildren();
      }
    }
    return role.equals("system") && names.equals(Set.of("role", "content")) ? content : null;
  }

  private Span span() {
    return new Span(start(), end());
  }

  private int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getByteOffset();
  }

  private ModelRequest request() {
    if (model == null || modelSpan == null || model.isBlank()) {
      throw bad("The field 'model' is missing.");
    }
    String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    return new ModelRequest(
        body,
        model,
        modelSpan,
        maxTokens,
        stream,
        text.contains("\"cache_control\""),
        text.contains("\"1h\""),
        speed,
        geo,
        afterBrace,
        system,
        systemContents,
        leading);
  }
}

package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.http.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a Messages body once, as a stream, and remembers where things stand in it and what they may
 * cost. It is strict where a lenient reader and the provider could read different things: one
 * encoding, no deciding field twice.
 */
final class MessagesReader {
  /** Fields that start work at the provider which nothing in the request limits. */
  private static final Map<String, String> WITHOUT_BOUND =
      Map.of(
          "container", "containers",
          "mcp_servers", "the MCP connector",
          "fallbacks", "fallbacks",
          "compaction", "compaction");

  private final byte[] body;
  private final JsonParser parser;
  private final FeatureNotes notes = new FeatureNotes();
  private final TopFields fields = new TopFields(Set.of("system", "messages"));
  private final DecidingFields deciding = DecidingFields.ofAny();
  private final BodyScan scan;
  private final LeadingMessages messages;
  private final List<String> betas = new ArrayList<>();
  private @Nullable String model;
  private @Nullable Span modelSpan;
  private OptionalLong maxTokens = OptionalLong.empty();
  private boolean stream;
  private @Nullable String speed;
  private int afterBrace;
  private @Nullable Span system;

  private MessagesReader(byte[] body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
    this.scan = new BodyScan(parser, notes);
    this.messages = new LeadingMessages(parser, scan);
  }

  /** The request, or a {@link Refused} whose sentence says what is wrong with it. */
  static MessagesRequest read(byte[] body) {
    return JsonBody.read(body, parser -> new MessagesReader(body, parser).read());
  }

  private MessagesRequest read() {
    parser.nextToken();
    afterBrace = Span.end(parser);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.add(name, parser);
      field(name);
    }
    JsonBody.requireEnd(parser);
    scan.note(deciding);
    return request();
  }

  private void field(String name) {
    switch (name) {
      case "model" -> {
        model = Scalars.text(parser, name);
        modelSpan = new Span(Span.start(parser), Span.end(parser));
      }
      case "max_tokens" -> maxTokens = number(name);
      case "stream" -> stream = Scalars.flag(parser, name);
      case "speed" -> speed = isNull() ? null : Scalars.text(parser, name);
      case "inference_geo", "service_tier" -> Scalars.text(parser, name);
      case "system" -> system = Span.of(parser, scan::value);
      case "messages" -> messages.read();
      case "tools" -> scan.tools();
      case "betas", "anthropic_beta" -> betas.addAll(Betas.read(parser, name, scan));
      case "context_management" -> new ContextEdits(parser, scan, notes).read();
      case "thread" -> thread();
      case "container", "mcp_servers", "fallbacks", "compaction" -> withoutBound(name);
      default -> scan.member(deciding, name);
    }
  }

  private OptionalLong number(String name) {
    return isNull() ? OptionalLong.empty() : OptionalLong.of(Scalars.number(parser, name));
  }

  private boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private void thread() {
    if (!isNull()) {
      notes.thread();
    }
    scan.value();
  }

  private void withoutBound(String name) {
    boolean list = parser.currentToken() == JsonToken.START_ARRAY;
    boolean nothing = list ? isEmptyList() : isNull();
    if (!nothing) {
      notes.unbounded(Unbounded.field(WITHOUT_BOUND.getOrDefault(name, name)));
    }
    if (!list) {
      scan.value();
    }
  }

  /** Reads the whole list. */
  private boolean isEmptyList() {
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      scan.value();
      empty = false;
    }
    return empty;
  }

  private MessagesRequest request() {
    if (model == null || modelSpan == null || model.isBlank()) {
      throw Refused.badBody("The field 'model' is missing.");
    }
    return new MessagesRequest(
        Body.of(body),
        model,
        modelSpan,
        maxTokens,
        stream,
        speed,
        afterBrace,
        system,
        messages.systemContents(),
        messages.span(),
        fields.values(),
        Betas.of(betas),
        notes.features());
  }
}

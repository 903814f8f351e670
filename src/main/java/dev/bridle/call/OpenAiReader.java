package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.http.Body;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a body of Chat Completions or Responses once, as a stream: the few fields that decide, and
 * what moves the bound. As strict as the reader of Messages: no deciding field twice.
 */
final class OpenAiReader {
  /** More answers at once no endpoint gives. */
  private static final long MOST_CHOICES = 128;

  private static final Set<String> PROMPT = Set.of("messages", "input", "instructions");

  private final byte[] body;
  private final JsonParser parser;
  private final boolean chat;
  private final FeatureNotes notes = new FeatureNotes();
  private final TopFields fields = new TopFields(PROMPT);
  private final OpenAiScan scan;
  private final OpenAiTools tools;
  private final UsageOption usageOption;
  private @Nullable String model;
  private @Nullable Span modelSpan;
  private OptionalLong maxTokens = OptionalLong.empty();
  private long choices = 1;
  private boolean stream;

  private OpenAiReader(byte[] body, JsonParser parser, boolean chat) {
    this.body = body;
    this.parser = parser;
    this.chat = chat;
    this.scan = new OpenAiScan(parser, notes);
    this.tools = new OpenAiTools(parser, scan, notes);
    this.usageOption = new UsageOption(parser);
  }

  static OpenAiRequest chat(byte[] body) {
    return JsonBody.read(body, parser -> new OpenAiReader(body, parser, true).read());
  }

  static OpenAiRequest response(byte[] body) {
    return JsonBody.read(body, parser -> new OpenAiReader(body, parser, false).read());
  }

  private OpenAiRequest read() {
    parser.nextToken();
    int afterBrace = Span.end(parser);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.add(name, parser);
      field(name);
    }
    JsonBody.requireEnd(parser);
    tools.note();
    notes.toldLate();
    if (model == null || modelSpan == null || model.isBlank()) {
      throw Refused.badBody("The field 'model' is missing.");
    }
    return new OpenAiRequest(
        Body.of(body),
        model,
        modelSpan,
        maxTokens,
        choices,
        stream,
        fields.values(),
        notes.features(),
        chat && stream ? usageOption.splice(afterBrace) : null);
  }

  private void field(String name) {
    switch (name) {
      case "model" -> {
        model = Scalars.text(parser, name);
        modelSpan = new Span(Span.start(parser), Span.end(parser));
      }
      case "stream" -> stream = Scalars.flag(parser, name);
      case "max_tokens", "max_completion_tokens" -> limit(name, chat);
      case "max_output_tokens" -> limit(name, !chat);
      case "n", "best_of" -> choices(name);
      case "service_tier" -> Scalars.text(parser, name);
      case "stream_options" -> usageOption.read();
      case "background" -> background();
      case "tools" -> tools.read();
      case "max_tool_calls" -> tools.limit();
      case "web_search_options" -> webSearch();
      case "previous_response_id", "conversation" -> held();
      case "prompt" -> withoutBound("stored prompts");
      case "prediction" -> withoutBound("predicted outputs");
      case "context_management" -> withoutBound("context management");
      default -> scan.value();
    }
  }

  /** Where two fields limit the same, nobody knows which one an endpoint reads. */
  private void limit(String name, boolean counts) {
    if (!isNull() && counts) {
      long limit = Scalars.number(parser, name);
      maxTokens = OptionalLong.of(Math.max(limit, maxTokens.orElse(0)));
    } else {
      scan.value();
    }
  }

  private void choices(String name) {
    if (isNull()) {
      return;
    }
    long asked = Scalars.number(parser, name);
    if (asked > MOST_CHOICES) {
      throw Refused.badBody("The field '" + name + "' must be at most " + MOST_CHOICES + ".");
    }
    choices = Math.max(choices, asked);
  }

  private void background() {
    if (Scalars.flag(parser, "background")) {
      throw Refused.badBody(
          "The field 'background' must not be true: the answer would come later, when nobody can count it.");
    }
  }

  private void webSearch() {
    if (!isNull()) {
      tools.add("web_search");
    }
    scan.value();
  }

  /** Earlier turns that the provider holds. */
  private void held() {
    if (!isNull()) {
      notes.referenced();
    }
    scan.value();
  }

  private void withoutBound(String spoken) {
    if (!isNull()) {
      notes.unbounded(Unbounded.field(spoken));
    }
    scan.value();
  }

  private boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }
}

package dev.bridle.call;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Standing;
import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.meter.ChatStreamMeter;
import dev.bridle.meter.OpenAiAnswerMeter;
import dev.bridle.meter.ResponsesStreamMeter;
import dev.bridle.provider.OpenAi;
import dev.bridle.provider.ProviderKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Chat Completions and Responses of OpenAI. */
final class OpenAiFormat implements WireFormat {
  static final OpenAiFormat INSTANCE = new OpenAiFormat();

  static final Operation CHAT =
      new Operation(
          "/v1/chat/completions", OpenAiReader::chat, ChatStreamMeter::new, OpenAiAnswerMeter::new);
  static final Operation RESPONSES =
      new Operation(
          "/v1/responses",
          OpenAiReader::response,
          ResponsesStreamMeter::new,
          OpenAiAnswerMeter::new);

  /** Its clients know this one: there is no money left. */
  private static final String NO_MONEY = "insufficient_quota";

  private OpenAiFormat() {}

  @Override
  public ProviderKind kind() {
    return OpenAi.KIND;
  }

  @Override
  public Endpoint endpoint(String method, String rest) {
    return switch (rest) {
      case "chat/completions", "v1/chat/completions" ->
          Endpoint.posted(method, rest, new Endpoint.Metered(CHAT));
      case "responses", "v1/responses" ->
          Endpoint.posted(method, rest, new Endpoint.Metered(RESPONSES));
      default -> Endpoint.models(method, rest);
    };
  }

  @Override
  public String offered() {
    return "POST /v1/chat/completions and POST /v1/responses are";
  }

  @Override
  public String betaHeader() {
    return "openai-beta";
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  /** Its two APIs and their ages call it by three names. */
  @Override
  public String outputLimit() {
    return "an output limit";
  }

  /** When it resets is left out: the SDKs want a duration there, which would be old on arrival. */
  @Override
  public Headers rate(Rate what, Standing standing) {
    String name =
        switch (what) {
          case REQUESTS -> "requests";
          case INPUT_TOKENS -> "tokens";
        };
    return Headers.of(
        "x-ratelimit-limit-" + name, Long.toString(standing.allowance().amount()),
        "x-ratelimit-remaining-" + name, Long.toString(standing.remaining()));
  }

  @Override
  public Headers budgetSpent(Allowance allowance, Instant resetsAt) {
    return Headers.NONE;
  }

  @Override
  public Reply denial(Denials.Denial denial, String requestId) {
    boolean noMoney = denial.type().equals("billing_error");
    return Reply.json(
        noMoney ? 429 : denial.status(), error(denial.type(), denial.code(), denial.message()));
  }

  @Override
  public byte[] lastEvent(String type, String code, String sentence) {
    return ("data: " + JsonMapper.shared().writeValueAsString(error(type, code, sentence)) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** There is no such event. */
  @Override
  public Optional<byte[]> ping() {
    return Optional.empty();
  }

  private static Map<String, Object> error(String type, String code, String message) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("message", message);
    error.put("type", type(type));
    error.put("param", null);
    error.put("code", code(type, code));
    error.put("details", Map.of("error_code", code));
    return Map.of("error", error);
  }

  /** The type in OpenAI's words for one of the table's. */
  private static String type(String type) {
    return switch (type) {
      case "billing_error" -> NO_MONEY;
      case "policy_blocked", "request_too_large", "not_found_error" -> "invalid_request_error";
      case "api_error", "overloaded_error" -> "server_error";
      default -> type;
    };
  }

  private static String code(String type, String code) {
    return switch (type) {
      case "billing_error" -> NO_MONEY;
      case "rate_limit_error" -> "rate_limit_exceeded";
      default -> code;
    };
  }
}

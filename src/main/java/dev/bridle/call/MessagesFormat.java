package dev.bridle.call;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Standing;
import dev.bridle.http.Headers;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.meter.AnthropicAnswerMeter;
import dev.bridle.meter.AnthropicStreamMeter;
import dev.bridle.provider.Anthropic;
import dev.bridle.provider.ProviderKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The Messages API of Anthropic. */
final class MessagesFormat implements WireFormat {
  static final MessagesFormat INSTANCE = new MessagesFormat();

  static final Operation MESSAGES = operation("/v1/messages");
  private static final Operation COUNT_TOKENS = operation("/v1/messages/count_tokens");

  private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

  private MessagesFormat() {}

  private static Operation operation(String path) {
    return new Operation(
        path, MessagesReader::read, AnthropicStreamMeter::new, AnthropicAnswerMeter::new);
  }

  @Override
  public ProviderKind kind() {
    return Anthropic.KIND;
  }

  @Override
  public Endpoint endpoint(String method, String rest) {
    return switch (rest) {
      case "", "messages", "v1/messages" ->
          Endpoint.posted(method, rest, new Endpoint.Metered(MESSAGES));
      case "messages/count_tokens", "v1/messages/count_tokens" ->
          Endpoint.posted(method, rest, new Endpoint.Counted(COUNT_TOKENS));
      case "api/hello" -> new Endpoint.Hello();
      default -> Endpoint.models(method, rest);
    };
  }

  @Override
  public String offered() {
    return "POST /v1/messages is";
  }

  @Override
  public String betaHeader() {
    return "anthropic-beta";
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  @Override
  public String outputLimit() {
    return "max_tokens";
  }

  @Override
  public Headers rate(Rate what, Standing standing) {
    String name =
        "anthropic-ratelimit-"
            + switch (what) {
              case REQUESTS -> "requests";
              case INPUT_TOKENS -> "input-tokens";
            };
    var headers =
        Headers.of(
            name + "-limit", Long.toString(standing.allowance().amount()),
            name + "-remaining", Long.toString(standing.remaining()));
    return standing
        .resetsAt()
        .map(at -> headers.with(name + "-reset", at.toString()))
        .orElse(headers);
  }

  /** What Claude Code shows of a spent budget. */
  @Override
  public Headers budgetSpent(Allowance allowance, Instant resetsAt) {
    String at = Long.toString(resetsAt.getEpochSecond());
    String name = "anthropic-ratelimit-unified-";
    var headers =
        Headers.of(
            name + "status", "rejected",
            name + "reset", at,
            name + "overage-reset", at,
            name + "overage-utilization", "1",
            name + "overage-surpassed-threshold", "1",
            name + "overage-disabled-reason", "org_spend_cap_reached");
    return switch (allowance.window()) {
      case DAY -> headers.with(name + "overage-period", "daily");
      case MONTH -> headers.with(name + "overage-period", "monthly");
      case MINUTE, HOUR, LIFETIME -> headers;
    };
  }

  @Override
  public Reply denial(Denials.Denial denial, String requestId) {
    var error = new LinkedHashMap<String, Object>();
    error.put("type", denial.type());
    error.put("message", denial.message());
    error.put("details", Map.of("error_code", denial.code()));
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "error");
    body.put("error", error);
    body.put("request_id", requestId);
    return Reply.json(denial.status(), body);
  }

  @Override
  public byte[] lastEvent(String type, String code, String sentence) {
    var details = Map.of("error_code", code);
    var error = Pairs.of("type", type, "message", sentence, "details", details);
    var event = Pairs.of("type", "error", "error", error);
    return ("event: error\ndata: " + JsonMapper.shared().writeValueAsString(event) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Claude Code gives a stream up in which not a byte comes for five minutes. */
  @Override
  public Optional<byte[]> ping() {
    return Optional.of(PING.getBytes(StandardCharsets.UTF_8));
  }
}

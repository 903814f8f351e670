package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.http.Headers;
import dev.bridle.http.Piece;
import dev.bridle.price.PriceBook;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the sandbox answers: the provider's Messages API in full shape, without a model. The same
 * request gets the same answer, ids and usage.
 */
public final class SandboxAnswers implements StandIn {
  private static final String MODELS = "/v1/models";
  private static final int ID_LENGTH = 24;

  private final SandboxModels models;
  private final Pacing pacing;

  public SandboxAnswers(PriceBook book, InstantSource clock, Pacing pacing) {
    this.models = new SandboxModels(book, clock);
    this.pacing = pacing;
  }

  @Override
  public Script answer(String method, String path, @Nullable String query, byte[] body) {
    String id = id(method + " " + path + "?" + query + "\n", body);
    return switch (method + " " + path) {
      case "POST /v1/messages" -> message(body, id);
      case "POST /v1/messages/count_tokens" -> count(body, id);
      case "HEAD /api/hello" -> new Script(200, Headers.NONE, List.of());
      case "GET " + MODELS -> list(query, id);
      default ->
          method.equals("GET") && path.startsWith(MODELS + "/")
              ? model(path.substring(MODELS.length() + 1), id)
              : error(SandboxError.notFound("Not found: " + method + " " + path), id);
    };
  }

  private Script message(byte[] body, String id) {
    JsonNode ask = parsed(body);
    Optional<SandboxError> objection =
        RequestCheck.objection(ask).or(() -> RequestCheck.objectionToTheLimit(ask));
    if (objection.isPresent()) {
      return error(objection.get(), id);
    }
    Optional<String> model = models.resolve(ask.path("model").stringValue());
    if (model.isEmpty()) {
      return error(models.unknown(ask.path("model").stringValue()), id);
    }
    var message =
        new SandboxMessage("msg_sandbox_" + id, model.get(), ask, SandboxReply.to(ask, id));
    return ask.path("stream").asBoolean(false)
        ? new Script(200, headers("text/event-stream; charset=utf-8", id), message.events(pacing))
        : json(200, message.whole(), message.duration(pacing), id);
  }

  private Script count(byte[] body, String id) {
    JsonNode ask = parsed(body);
    Optional<SandboxError> objection = RequestCheck.objection(ask);
    if (objection.isPresent()) {
      return error(objection.get(), id);
    }
    String model = ask.path("model").stringValue();
    return models.resolve(model).isEmpty()
        ? error(models.unknown(model), id)
        : json(
            200,
            JsonMapper.shared().createObjectNode().put("input_tokens", TokenEstimate.ofPrompt(ask)),
            Duration.ZERO,
            id);
  }

  private Script list(@Nullable String query, String id) {
    return switch (models.page(query)) {
      case SandboxModels.Page(var json) -> json(200, json, Duration.ZERO, id);
      case SandboxModels.NoPage(var why) -> error(why, id);
    };
  }

  private Script model(String name, String id) {
    return models
        .find(name)
        .map(found -> json(200, found, Duration.ZERO, id))
        .orElseGet(() -> error(models.unknown(name), id));
  }

  private static Script error(SandboxError error, String id) {
    return json(error.status(), error.json(requestId(id)), Duration.ZERO, id);
  }

  private static Script json(int status, JsonNode json, Duration delay, String id) {
    var piece = new Piece(delay, json.toString().getBytes(UTF_8));
    return new Script(status, headers("application/json", id), List.of(piece));
  }

  private static Headers headers(String contentType, String id) {
    return Headers.of(
        "content-type", contentType, "cache-control", "no-cache", "request-id", requestId(id));
  }

  private static String requestId(String id) {
    return "req_sandbox_" + id;
  }

  /** The body as JSON; what can't be read is missing, and refused by the check. */
  static JsonNode parsed(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException malformed) {
      return JsonMapper.shared().missingNode();
    }
  }

  /** The same for the same request. */
  static String id(String line, byte[] body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(line.getBytes(UTF_8));
      return HexFormat.of().formatHex(sha.digest(body)).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.http.Headers;
import dev.bridle.http.Piece;
import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the sandbox answers in the place of OpenAI: Chat Completions, Responses and models in full
 * shape, without a model. The same request gets the same answer, ids and usage.
 */
public final class OpenAiSandbox implements StandIn {
  /** The moment of every answer, so that it does not depend on when it is asked for. */
  static final long CREATED = 1_767_225_600;

  private static final String OWN = "sandbox-";
  private static final String MODELS = "/v1/models";
  private static final String INVALID = "invalid_request_error";

  private final PriceBook book;
  private final InstantSource clock;
  private final Pacing pacing;

  public OpenAiSandbox(PriceBook book, InstantSource clock, Pacing pacing) {
    this.book = book;
    this.clock = clock;
    this.pacing = pacing;
  }

  @Override
  public Script answer(String method, String path, @Nullable String query, byte[] body) {
    String id = SandboxAnswers.id(method + " " + path + "?" + query + "\n", body);
    return switch (method + " " + path) {
      case "POST /v1/chat/completions" -> chat(body, id);
      case "POST /v1/responses" -> response(body, id);
      case "GET " + MODELS -> json(200, list(), Duration.ZERO, id);
      default ->
          method.equals("GET") && path.startsWith(MODELS + "/")
              ? model(path.substring(MODELS.length() + 1), id)
              : error(404, "Invalid URL (" + method + " " + path + ")", null, id);
    };
  }

  private Script chat(byte[] body, String id) {
    var ask = new OpenAiAsk(SandboxAnswers.parsed(body));
    return objection(ask, true, id)
        .orElseGet(() -> {
          var chat = new SandboxChat(id, ask, ask.reply(id));
          return ask.streams()
              ? stream(chat.events(pacing), id)
              : json(200, chat.whole(), chat.duration(pacing), id);
        });
  }

  private Script response(byte[] body, String id) {
    var ask = new OpenAiAsk(SandboxAnswers.parsed(body));
    return objection(ask, false, id)
        .orElseGet(() -> {
          var response = new SandboxResponse(id, ask, ask.reply(id));
          return ask.streams()
              ? stream(response.events(pacing), id)
              : json(200, response.whole(), response.duration(pacing), id);
        });
  }

  private Optional<Script> objection(OpenAiAsk ask, boolean chat, String id) {
    Optional<String> objection = ask.objection(chat);
    if (objection.isPresent()) {
      return objection.map(why -> error(400, why, null, id));
    }
    boolean known = ask.model().startsWith(OWN) || live(ask.model()).isPresent();
    return known ? Optional.empty() : Optional.of(unknown(ask.model(), id));
  }

  private Optional<Model> live(String name) {
    return book.modelOf(name).filter(this::isLive);
  }

  private boolean isLive(Model model) {
    return model.provider().equals(OpenAi.NAME) && !model.isRetired(clock.instant());
  }

  private ObjectNode list() {
    ObjectNode list = JsonMapper.shared().createObjectNode().put("object", "list");
    var data = list.putArray("data");
    book.models().stream().filter(this::isLive).forEach(model -> data.add(info(model)));
    return list;
  }

  private Script model(String name, String id) {
    return live(name)
        .map(model -> json(200, info(model), Duration.ZERO, id))
        .orElseGet(() -> unknown(name, id));
  }

  private static ObjectNode info(Model model) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", model.since().getEpochSecond())
        .put("owned_by", "openai");
  }

  private static Script unknown(String model, String id) {
    return error(404, "The model `" + model + "` does not exist.", "model_not_found", id);
  }

  private static Script error(int status, String message, @Nullable String code, String id) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.putObject("error")
        .put("message", message)
        .put("type", INVALID)
        .putNull("param")
        .put("code", code);
    return json(status, json, Duration.ZERO, id);
  }

  private static Script stream(List<Piece> events, String id) {
    return new Script(200, headers("text/event-stream; charset=utf-8", id), events);
  }

  private static Script json(int status, JsonNode json, Duration pause, String id) {
    var piece = new Piece(pause, json.toString().getBytes(UTF_8));
    return new Script(status, headers("application/json", id), List.of(piece));
  }

  private static Headers headers(String contentType, String id) {
    return Headers.of("content-type", contentType, "x-request-id", "req_sandbox_" + id);
  }
}

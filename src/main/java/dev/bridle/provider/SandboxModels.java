package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The models that the sandbox knows: the live ones of the price book, and any sandbox-… id. */
final class SandboxModels {
  private static final String OWN = "sandbox-";
  private static final int MOST = 1_000;
  private static final List<String> CAPABILITIES =
      List.of(
          "batch",
          "citations",
          "code_execution",
          "context_management",
          "effort",
          "image_input",
          "pdf_input",
          "server_tools",
          "structured_outputs",
          "thinking");

  private final PriceBook book;
  private final InstantSource clock;

  SandboxModels(PriceBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  sealed interface Listing {}

  record Page(ObjectNode json) implements Listing {}

  record NoPage(SandboxError why) implements Listing {}

  /** The full id of a live model's id or alias. */
  Optional<String> resolve(String name) {
    return name.startsWith(OWN) ? Optional.of(name) : live(name).map(Model::id);
  }

  Optional<JsonNode> find(String name) {
    return live(name).map(this::info);
  }

  SandboxError unknown(String name) {
    return SandboxError.notFound("model: " + name);
  }

  Listing page(@Nullable String query) {
    Map<String, String> asked = parameters(query);
    String limit = asked.getOrDefault("limit", "20");
    if (!limit.matches("\\d{1,4}") || limit.matches("0+") || Integer.parseInt(limit) > MOST) {
      return new NoPage(SandboxError.invalid("limit: must be from 1 to " + MOST));
    }
    List<Model> all = listed(asked.get("lifecycle"));
    return page(all, Integer.parseInt(limit), asked.get("after_id"), asked.get("before_id"));
  }

  private Listing page(
      List<Model> all, int limit, @Nullable String after, @Nullable String before) {
    List<String> ids = all.stream().map(Model::id).toList();
    for (String cursor : new String[] {after, before}) {
      if (cursor != null && !ids.contains(cursor)) {
        return new NoPage(SandboxError.invalid("there is no model " + cursor + " to page from"));
      }
    }
    if (before != null) {
      int end = ids.indexOf(before);
      int start = Math.max(0, end - limit);
      return new Page(json(all.subList(start, end), start > 0));
    }
    int start = after == null ? 0 : ids.indexOf(after) + 1;
    int end = Math.min(all.size(), start + limit);
    return new Page(json(all.subList(start, end), end < all.size()));
  }

  private ObjectNode json(List<Model> page, boolean more) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.putArray("data").addAll(page.stream().map(this::info).toList());
    json.put("has_more", more);
    json.put("first_id", page.isEmpty() ? null : page.getFirst().id());
    return json.put("last_id", page.isEmpty() ? null : page.getLast().id());
  }

  private ObjectNode info(Model model) {
    ObjectNode info = JsonMapper.shared().createObjectNode();
    info.put("id", model.id())
        .put("type", "model")
        .put("display_name", model.name())
        .put("created_at", model.since().toString())
        .put("max_input_tokens", model.contextWindow())
        .put("max_tokens", model.maxOutput())
        .put("lifecycle", lifecycle(model))
        .putNull("deprecated_at")
        .put("retires_at", model.retired() == null ? null : model.retired().toString())
        .put("line", model.family());
    ObjectNode capabilities = info.putObject("capabilities");
    CAPABILITIES.forEach(name -> capabilities.putObject(name).put("supported", true));
    return info;
  }

  private List<Model> listed(@Nullable String lifecycle) {
    return book.models().stream()
        .filter(SandboxModels::isAnthropics)
        .filter(model ->
            lifecycle == null ? !model.isRetired(now()) : lifecycle.equals(lifecycle(model)))
        .toList();
  }

  private String lifecycle(Model model) {
    if (model.isRetired(now())) {
      return "retired";
    }
    return model.retired() == null ? "active" : "deprecated";
  }

  private Optional<Model> live(String name) {
    return book.modelOf(name)
        .filter(SandboxModels::isAnthropics)
        .filter(model -> !model.isRetired(now()));
  }

  private static boolean isAnthropics(Model model) {
    return model.provider().equals(Anthropic.NAME);
  }

  private Instant now() {
    return clock.instant();
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException malformed) {
      return value; // no id looks like that: it will not be found
    }
  }
}

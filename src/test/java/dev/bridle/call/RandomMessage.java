package dev.bridle.call;

import dev.bridle.call.ListPrices.Used;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One random call: what is asked, what the provider answers, where that breaks off, and what the
 * provider bills for it. What is answered keeps to what was asked, as the provider's does.
 */
final class RandomMessage {
  /** How the answer ends. */
  enum End {
    WHOLE,
    /** The provider breaks off. */
    CUT,
    /** The client leaves. */
    GONE,
    ERROR_EVENT,
    /** An error instead of an answer. */
    ERROR,
    REFUSAL
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OTHER_MODEL = "claude-opus-5-5";
  private static final int LARGE_WINDOW = 900_000;

  private final Random random;
  private final String model;
  private final long maxTokens;
  private final boolean streamed;
  private final int cacheHours;
  private final int searchesAtMost;
  private final boolean document;
  private final @Nullable String speedAsked;
  private final boolean fallback;
  private final boolean adviser;
  private final String text;

  private @Nullable String tier;
  private @Nullable String geo;
  private @Nullable String speed;
  private final List<Used> billed = new ArrayList<>();
  private final List<Used> beside = new ArrayList<>();
  private final Used begun;
  private final List<Integer> tokensUntil = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private int finalFrom;

  final End end;
  final String body;
  final byte[] answer;

  /** So many bytes of the answer come; all of them unless it breaks off. */
  final int length;

  /** What the provider bills, in dollars. */
  final BigDecimal bill;

  /** For whoever plays it over real connections: the provider has it; the client has left. */
  final CountDownLatch seen = new CountDownLatch(1);

  final CountDownLatch left = new CountDownLatch(1);

  /**
   * @param bounded whether only what has a bound is asked for
   */
  RandomMessage(long seed, boolean bounded, long maxTokens) {
    this.random = new Random(seed);
    this.maxTokens = maxTokens;
    model = any(ListPrices.MODELS);
    streamed = random.nextInt(3) > 0;
    cacheHours = random.nextInt(3);
    document = !model.startsWith("claude-haiku-4-5") && random.nextInt(4) == 0;
    searchesAtMost = random.nextInt(5) == 0 ? 1 + random.nextInt(5) : 0;
    speedAsked =
        ListPrices.sellsFast(model) && random.nextInt(3) == 0 ? "fast" : one("standard", null);
    fallback = !bounded && random.nextInt(6) == 0;
    adviser = !bounded && !fallback && random.nextInt(6) == 0;
    text = "x".repeat(random.nextInt(3_000));
    end = anyEnd();
    body = JSON.writeValueAsString(request());
    begun = decideUsage();
    answer =
        (end == End.ERROR ? error() : streamed ? stream() : plain())
            .getBytes(StandardCharsets.UTF_8);
    length =
        end == End.CUT || end == End.GONE
            ? random.nextInt(answer.length + (end == End.GONE ? 1 : 0))
            : answer.length;
    bill = bill();
  }

  private End anyEnd() {
    int dice = random.nextInt(100);
    if (dice < 15) {
      return End.CUT;
    } else if (dice < 30) {
      return End.GONE;
    } else if (dice < 36 && streamed) {
      return End.ERROR_EVENT;
    } else if (dice < 42) {
      return End.ERROR;
    }
    return dice < 48 ? End.REFUSAL : End.WHOLE;
  }

  /** In this order, so that the same seed makes the same bytes. */
  private static Map<String, Object> object(Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private @Nullable String one(@Nullable String first, @Nullable String other) {
    return random.nextBoolean() ? first : other;
  }

  boolean streamed() {
    return streamed;
  }

  int status() {
    return end == End.ERROR ? 529 : 200;
  }

  private Map<String, Object> request() {
    var asked = new LinkedHashMap<String, Object>();
    asked.put("model", model);
    asked.put("max_tokens", maxTokens);
    asked.put("stream", streamed);
    if (speedAsked != null) {
      asked.put("speed", speedAsked);
    }
    var system = object("type", "text", "text", text);
    if (cacheHours > 0) {
      system.put(
          "cache_control", object("type", "ephemeral", "ttl", cacheHours == 1 ? "5m" : "1h"));
    }
    asked.put("system", List.of(system));
    var content = new ArrayList<Object>();
    content.add(object("type", "text", "text", "hi"));
    if (document) {
      content.add(
          object(
              "type", "document", "source", object("type", "url", "url", "https://d.example/a")));
    }
    asked.put("messages", List.of(object("role", "user", "content", content)));
    var tools = new ArrayList<Object>();
    if (searchesAtMost > 0) {
      tools.add(
          object("type", "web_search_20250305", "name", "web_search", "max_uses", searchesAtMost));
    }
    if (adviser) {
      tools.add(object("type", "advisor_20260301", "name", "advisor"));
    }
    if (!tools.isEmpty()) {
      asked.put("tools", tools);
    }
    if (fallback) {
      asked.put("fallbacks", List.of(object("model", OTHER_MODEL)));
    }
    return asked;
  }

  /** Fills in what is billed in the end, and returns what is known at the start. */
  private Used decideUsage() {
    tier = any(List.of("standard", "standard", "priority", "batch", ""));
    tier = "".equals(tier) ? null : tier;
    geo = one("us", one("global", one("not_available", null)));
    speed = "fast".equals(speedAsked) ? one("fast", "standard") : one("standard", null);
    long room = document ? LARGE_WINDOW : body.length();
    var first = run(fallback ? OTHER_MODEL : model, room, 1 + random.nextLong(maxTokens));
    if (searchesAtMost > 0 && maxTokens > first.output()) {
      // The provider's own loop: what was found is read in a second run.
      var second = run(first.model(), room + 50_000, maxTokens - first.output());
      billed.add(first);
      billed.add(
          new Used(
              second.model(),
              second.input(),
              second.write5m(),
              0,
              second.read(),
              second.output(),
              random.nextInt(searchesAtMost + 1)));
    } else {
      billed.add(first);
    }
    return first.with(1);
  }

  private Used run(String of, long room, long output) {
    long left = random.nextInt(3) == 0 ? random.nextLong(room + 1) : random.nextLong(room / 2 + 1);
    long write1h = cacheHours == 2 ? random.nextLong(left / 2 + 1) : 0;
    long write5m = cacheHours > 0 ? random.nextLong((left - write1h) / 2 + 1) : 0;
    long read = random.nextLong(left - write1h - write5m + 1);
    return new Used(of, left - write1h - write5m - read, write5m, write1h, read, output, 0);
  }

  /** The sums that the answer shows: of its own model's runs only. */
  private Used sums() {
    var sum = new Used(begun.model(), 0, 0, 0, 0, 0, 0);
    for (Used run : billed) {
      sum =
          new Used(
              sum.model(),
              sum.input() + run.input(),
              sum.write5m() + run.write5m(),
              sum.write1h() + run.write1h(),
              sum.read() + run.read(),
              sum.output() + run.output(),
              sum.searches() + run.searches());
    }
    return sum;
  }

  private Map<String, @Nullable Object> usage(Used used, boolean first, boolean last) {
    var usage = new LinkedHashMap<String, @Nullable Object>();
    usage.put("input_tokens", used.input());
    usage.put("cache_creation_input_tokens", used.write5m() + used.write1h());
    usage.put("cache_read_input_tokens", used.read());
    usage.put("output_tokens", used.output());
    if (first) {
      if (used.write1h() > 0 || random.nextBoolean()) {
        usage.put(
            "cache_creation",
            object(
                "ephemeral_5m_input_tokens",
                used.write5m(),
                "ephemeral_1h_input_tokens",
                used.write1h()));
      }
      nullOr(usage, "service_tier", tier);
      nullOr(usage, "inference_geo", geo);
      nullOr(usage, "speed", speed);
    }
    nullOr(
        usage,
        "server_tool_use",
        used.searches() > 0 ? object("web_search_requests", used.searches()) : null);
    if (last && (billed.size() > 1 || fallback || adviser || random.nextInt(4) == 0)) {
      usage.put("iterations", iterations());
    }
    return usage;
  }

  /** What has no value is missing, or null. */
  private void nullOr(Map<String, @Nullable Object> usage, String name, @Nullable Object value) {
    if (value != null || random.nextBoolean()) {
      usage.put(name, value);
    }
  }

  private List<Object> iterations() {
    var list = new ArrayList<Object>();
    if (fallback) {
      var tried = run(model, body.length(), 0);
      list.add(iteration("message", tried, true));
    }
    for (Used run : billed) {
      list.add(iteration(fallback ? "fallback_message" : "message", run, fallback));
    }
    if (adviser) {
      var advice = run(OTHER_MODEL, body.length(), 1 + random.nextInt(2_000));
      beside.add(advice);
      list.add(iteration("advisor_message", advice, true));
    }
    return list;
  }

  private Map<String, Object> iteration(String type, Used run, boolean named) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("type", type);
    if (named) {
      entry.put("model", run.model());
    }
    entry.put("input_tokens", run.input());
    entry.put("output_tokens", run.output());
    entry.put("cache_read_input_tokens", run.read());
    entry.put("cache_creation_input_tokens", run.write5m() + run.write1h());
    entry.put(
        "cache_creation",
        object(
            "ephemeral_5m_input_tokens",
            run.write5m(),
            "ephemeral_1h_input_tokens",
            run.write1h()));
    return entry;
  }

  private String error() {
    return "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}";
  }

  private String stopReason() {
    return end == End.REFUSAL ? "refusal" : "end_turn";
  }

  private String plain() {
    var message = new LinkedHashMap<String, Object>();
    message.put("id", "msg_1");
    message.put("type", "message");
    message.put("model", begun.model());
    boolean usageFirst = random.nextBoolean();
    if (usageFirst) {
      message.put("usage", usage(sums(), true, true));
    }
    message.put(
        "content",
        end == End.REFUSAL
            ? List.of()
            : List.of(object("type", "text", "text", words((int) Math.min(50, sums().output())))));
    message.put("stop_reason", stopReason());
    if (!usageFirst) {
      message.put("usage", usage(sums(), true, true));
    }
    return JSON.writeValueAsString(message);
  }

  /** At most four characters for each token. */
  private String words(int tokens) {
    var words = new StringBuilder();
    int characters = random.nextInt(4 * tokens + 1);
    for (int i = 0; i < characters; i++) {
      words.append(any(List.of("a", "b", " ", "ü", "\n", "\"")));
    }
    return words.toString();
  }

  private String stream() {
    var stream = new StringBuilder();
    event(
        stream,
        object(
            "type",
            "message_start",
            "message",
            object("id", "msg_1", "model", begun.model(), "usage", usage(begun, true, false))));
    int written = end == End.REFUSAL ? 0 : deltas(stream);
    finalFrom = size(stream);
    if (end == End.ERROR_EVENT) {
      event(
          stream,
          object("type", "error", "error", object("type", "overloaded_error", "message", "x")));
      return stream.toString();
    }
    if (written > 0 && random.nextBoolean()) {
      event(stream, object("type", "ping"));
    }
    var delta = new LinkedHashMap<String, Object>();
    delta.put("type", "message_delta");
    delta.put("delta", object("stop_reason", stopReason()));
    delta.put("usage", lastUsage());
    event(stream, delta);
    event(stream, object("type", "message_stop"));
    return stream.toString();
  }

  /** What has not changed since the start is said again, or null, or not said. */
  private Map<String, @Nullable Object> lastUsage() {
    var all = sums();
    var usage = usage(all, false, true);
    unchanged(usage, "input_tokens", all.input() == begun.input());
    unchanged(usage, "cache_read_input_tokens", all.read() == begun.read());
    unchanged(
        usage,
        "cache_creation_input_tokens",
        all.write5m() + all.write1h() == begun.write5m() + begun.write1h());
    return usage;
  }

  private void unchanged(Map<String, @Nullable Object> usage, String name, boolean same) {
    if (same && random.nextBoolean()) {
      usage.remove(name);
      nullOr(usage, name, null);
    }
  }

  private int deltas(StringBuilder stream) {
    long left = sums().output();
    int written = 0;
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count && left > 0; i++) {
      int tokens = 1 + (int) random.nextLong(Math.min(left, 20));
      left -= tokens;
      written += tokens;
      offsets.add(size(stream));
      tokensUntil.add(written);
      String kind = any(List.of("text", "thinking", "partial_json"));
      String type = kind.equals("partial_json") ? "input_json_delta" : kind + "_delta";
      event(
          stream,
          object(
              "type",
              "content_block_delta",
              "index",
              0,
              "delta",
              object("type", type, kind, words(tokens))));
    }
    return written;
  }

  private static int size(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void event(StringBuilder stream, Map<String, Object> data) {
    stream
        .append("event: ")
        .append(data.get("type"))
        .append("\ndata: ")
        .append(JSON.writeValueAsString(data))
        .append("\n\n");
  }

  /**
   * An answer that breaks off is billed as far as it was written, which is at least as far as it
   * came, and at most to its end.
   */
  private BigDecimal bill() {
    if (end == End.ERROR || end == End.REFUSAL) {
      return BigDecimal.ZERO;
    }
    boolean brokeOff = length < answer.length || end == End.ERROR_EVENT;
    boolean writtenToItsEnd = end != End.ERROR_EVENT && random.nextBoolean();
    if (!streamed || !brokeOff || writtenToItsEnd || cameToItsFinalUsage()) {
      return billToItsEnd();
    }
    int written = 1;
    for (int i = 0; i < offsets.size(); i++) {
      written = offsets.get(i) < length ? tokensUntil.get(i) : written;
    }
    return ListPrices.dollars(List.of(begun.with(written)), tier, speed, geo);
  }

  private boolean cameToItsFinalUsage() {
    return end != End.ERROR_EVENT && length > finalFrom;
  }

  /** What is billed when the provider writes on to its end, whoever reads it. */
  BigDecimal billToItsEnd() {
    var runs = new ArrayList<>(billed);
    runs.addAll(beside);
    return ListPrices.dollars(runs, tier, speed, geo);
  }

  /** Whether what is billed can be known exactly. */
  boolean isWhole() {
    return end == End.WHOLE || isBareRefusal() || end == End.ERROR;
  }

  /** With more output than that, it may have thought unseen before it refused. */
  private boolean isBareRefusal() {
    return end == End.REFUSAL && sums().output() <= 16;
  }
}

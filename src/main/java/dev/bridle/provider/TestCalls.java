package dev.bridle.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.Body;
import dev.bridle.http.Headers;
import dev.bridle.http.HttpError;
import dev.bridle.http.WholeAnswer;
import dev.bridle.price.Bill;
import dev.bridle.price.Cost;
import dev.bridle.price.Model;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.price.Tokens;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a model for a word, so that an administrator sees whether a connection works. No job asks,
 * so there is no row in the ledger: what it used is in its audit event.
 */
public final class TestCalls {
  private static final int MAX_TOKENS = 16;
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int LONGEST_SENTENCE = 300;

  private final Connections connections;
  private final ProviderKeys keys;
  private final Upstreams upstreams;
  private final PriceBooks books;
  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Cache<String, Boolean> lately =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(PAUSE).build();

  public TestCalls(
      Connections connections,
      ProviderKeys keys,
      Upstreams upstreams,
      PriceBooks books,
      Database database,
      AuditLog audit,
      InstantSource clock) {
    this.connections = connections;
    this.keys = keys;
    this.upstreams = upstreams;
    this.books = books;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The model that is asked for, or the cheapest one that the provider sells. */
  public String model(Place place, Optional<String> asked) {
    return asked
        .or(() -> cheapest(books.of(place.organizationId()).join(), place.provider()))
        .orElseThrow(() -> HttpError.unprocessable("model is missing."));
  }

  /** Makes a test call through a connection, also through one that is switched off. */
  public TestCall run(Actor actor, Place place, String name) {
    var connection = connection(place);
    var book = books.of(place.organizationId()).join();
    var key = keys.choose(connection, "test");
    if (connection.method() != Method.SANDBOX && key.isEmpty()) {
      throw HttpError.unprocessable("This connection has no key that could be tried.");
    }
    if (lately.asMap().putIfAbsent(connection.id(), true) != null) {
      throw new HttpError(
          429,
          "This connection was tested just now; wait " + PAUSE.toSeconds() + " seconds.",
          Headers.of("Retry-After", String.valueOf(PAUSE.toSeconds())));
    }
    long startMs = clock.millis();
    var heard = upstreams.ask(connection, key, request(place.provider(), name));
    var made = told(connection, book, name, heard, Math.max(0, clock.millis() - startMs));
    database.execute(sql -> audit.record(sql, actor, event(connection, made)));
    return made;
  }

  private Connection connection(Place place) {
    return connections
        .find(place.organizationId(), place.provider())
        .join()
        .flatMap(first -> place.fallback() ? first.fallback() : Optional.of(first))
        .orElseThrow(() -> ConnectionDesk.notConnected(place));
  }

  private Optional<String> cheapest(PriceBook book, String provider) {
    var now = clock.instant();
    return book.models().stream()
        .filter(model -> model.provider().equals(provider))
        .filter(model -> !model.isPattern() && !model.isRetired(now) && !model.since().isAfter(now))
        .filter(model -> costOf(book, model.id(), 1_000, 1_000).isPresent())
        .min(Comparator.comparing(model -> costOf(book, model.id(), 1_000, 1_000).orElseThrow()))
        .map(Model::id);
  }

  private Optional<Money> costOf(PriceBook book, String model, long input, long output) {
    return Cost.of(book, clock.instant(), Bill.of(model, new Tokens(input, output, 0, 0, 0, 0)));
  }

  private static ProviderRequest request(String provider, String model) {
    boolean messages = provider.equals(Anthropic.NAME);
    var body = new LinkedHashMap<String, Object>();
    body.put("model", model);
    body.put(messages ? "max_tokens" : "max_completion_tokens", MAX_TOKENS);
    body.put("messages", List.of(Map.of("role", "user", "content", "Say hello.")));
    return new ProviderRequest(
        "POST",
        messages ? "/v1/messages" : "/v1/chat/completions",
        "",
        Headers.of("content-type", "application/json"),
        Body.of(JsonMapper.shared().writeValueAsBytes(body)));
  }

  private TestCall told(
      Connection connection, PriceBook book, String model, Heard heard, long tookMs) {
    return switch (heard) {
      case Heard.Nothing(var why) -> unreachable(model, why, tookMs);
      case Heard.Forbidden(var why) -> unreachable(model, why, tookMs);
      case Heard.Answered(var answer) -> answered(connection, book, model, answer, tookMs);
    };
  }

  private static TestCall unreachable(String model, String why, long tookMs) {
    return new TestCall(
        TestCall.Result.UNREACHABLE,
        "The provider gave no answer: " + why + ".",
        model,
        null,
        tookMs,
        0,
        0,
        Optional.of(Money.ZERO));
  }

  private TestCall answered(
      Connection connection, PriceBook book, String model, WholeAnswer answer, long tookMs) {
    var json = json(answer.body());
    var result = json == null ? TestCall.Result.PROVIDER_ERROR : TestCall.of(answer.status());
    JsonNode usage = json == null ? JsonMapper.shared().missingNode() : json.path("usage");
    long input = usage.path("input_tokens").asLong(usage.path("prompt_tokens").asLong(0));
    long output = usage.path("output_tokens").asLong(usage.path("completion_tokens").asLong(0));
    boolean free = connection.method() == Method.SANDBOX || result != TestCall.Result.OK;
    return new TestCall(
        result,
        sentence(result, connection, model, answer.status(), json),
        model,
        answer.status(),
        tookMs,
        input,
        output,
        free ? Optional.of(Money.ZERO) : costOf(book, model, input, output));
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      JsonNode json = JsonMapper.shared().readTree(body);
      return json.isObject() ? json : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static String sentence(
      TestCall.Result result,
      Connection connection,
      String model,
      int status,
      @Nullable JsonNode json) {
    String said = json == null ? "" : json.path("error").path("message").asString("");
    String why = said.isBlank() ? "." : ": " + shortened(connection, said);
    return switch (result) {
      case OK -> "The provider answered with the model " + model + ".";
      case KEY_REJECTED -> "The provider doesn't take the key (" + status + ")" + why;
      case NO_SUCH_MODEL -> "The provider doesn't know the model " + model + " (404)" + why;
      case TOO_FAST -> "The provider has had enough of this key for now (429)" + why;
      case PROVIDER_ERROR ->
          json == null
              ? "The provider answered " + status + " with something that is no JSON."
              : "The provider has a problem of its own (" + status + ")" + why;
      case REFUSED -> "The provider refused the call (" + status + ")" + why;
      case UNREACHABLE -> throw new IllegalArgumentException();
    };
  }

  /** A provider that repeats the key it was sent must not make us show it. */
  private static String shortened(Connection connection, String said) {
    String text = said.strip().replaceAll("\\p{Cntrl}", " ");
    for (ProviderKey key : connection.keys()) {
      text = text.replace(key.secret().reveal(), "***");
    }
    return text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text;
  }

  private static AuditEvent event(Connection connection, TestCall made) {
    var after = new LinkedHashMap<String, @Nullable Object>();
    if (connection.place().fallback()) {
      after.put("fallback", true);
    }
    after.put("model", made.model());
    after.put("result", made.result().word());
    after.put("status", made.status());
    after.put("input_tokens", made.inputTokens());
    after.put("output_tokens", made.outputTokens());
    after.put("cost_usd", made.cost().map(Money::toString).orElse(null));
    return new AuditEvent(
        connection.organizationId(),
        "MODEL_PROVIDER_TESTED",
        "MODEL_PROVIDER",
        connection.id(),
        connection.provider(),
        Map.of(),
        after);
  }
}

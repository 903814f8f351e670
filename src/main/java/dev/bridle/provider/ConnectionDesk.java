package dev.bridle.provider;

import dev.bridle.audit.Actor;
import dev.bridle.http.HttpError;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where administrators connect a provider: the rules of a change, in the order of asking. */
public final class ConnectionDesk {
  private static final int MOST_MODELS = 100;

  /** What can stand in a request as it is. */
  private static final Pattern MODEL = Pattern.compile("[!#-\\[\\]-~]{1,200}");

  private final Connections connections;
  private final ProviderKeys keys;
  private final Operator operator;
  private final Addresses addresses;
  private final KeyCheck check;

  public ConnectionDesk(
      Connections connections,
      ProviderKeys keys,
      Operator operator,
      Addresses addresses,
      Upstreams upstreams) {
    this.connections = connections;
    this.keys = keys;
    this.operator = operator;
    this.addresses = addresses;
    this.check = new KeyCheck(operator, upstreams);
  }

  /** Ends with a 404 for a provider that Bridle doesn't know. */
  public static void requireKnown(String provider) {
    var _ = kind(provider);
  }

  public static HttpError notConnected(Place place) {
    return new HttpError(404, place.spoken() + " is not connected.");
  }

  /** Whether the operator has a key for a provider, which organizations can use. */
  public boolean offersHosted(String provider) {
    return operator.own(provider).key().isPresent();
  }

  /**
   * Whether the provider says that it takes the operator's key; a 422 when it says that it doesn't.
   */
  public boolean verifyHosted(String provider) {
    var kind = kind(provider);
    var key = operator.own(provider).key().orElseThrow(() -> noHostedKey(kind));
    try {
      return check.verify(provider, null, kind.keyHeader(), key).verified();
    } catch (HttpError rejected) {
      throw HttpError.unprocessable(
          "The key of this server's operator was rejected by the provider; nothing was saved. Whoever runs this server can replace it.");
    }
  }

  private static HttpError noHostedKey(ProviderKind kind) {
    return HttpError.unprocessable(
        "The operator of this server has not set a hosted key for " + kind.name() + ".");
  }

  private static ProviderKind kind(String provider) {
    return ProviderKind.find(provider)
        .orElseThrow(() ->
            new HttpError(
                404,
                "There is no provider '"
                    + provider
                    + "'; known are "
                    + String.join(", ", ProviderKind.names())
                    + "."));
  }

  /**
   * A connection as it was saved.
   *
   * @param check what the provider said of a new key; null when there is none
   */
  public record Saved(StoredConnection connection, @Nullable String check) {}

  /** Makes or changes a connection; asks the provider whether it takes the key first. */
  public Saved change(Actor actor, Place place, ConnectionChange change) {
    var kind = kind(place.provider());
    var before = connections.show(place).orElse(null);
    var method = method(before, change);
    requireUseful(place, method, change);
    requireKnownKeys(before, method, change);
    var checked =
        switch (method) {
          case BYO -> byo(place, kind, before, change);
          case HOSTED, SANDBOX -> keyless(place, kind, method, before, change);
        };
    var saved = connections.save(actor, before, checked);
    return new Saved(
        saved,
        checked.keys().stream()
            .map(CheckedKey::check)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  /** A fallback is for real calls, and models stand for others only there. */
  private void requireUseful(Place place, Method method, ConnectionChange change) {
    if (!place.fallback()) {
      if (change.models().isPresent()) {
        throw HttpError.unprocessable("models can be set for a fallback only.");
      }
      return;
    }
    if (connections.show(place.first()).isEmpty()) {
      throw HttpError.unprocessable("Connect the provider before its fallback.");
    }
    if (method == Method.SANDBOX) {
      throw HttpError.unprocessable(
          "A fallback can't be the sandbox: jobs would take its answers for real ones.");
    }
    change.models().ifPresent(ConnectionDesk::requireModels);
  }

  /**
   * A key that was added meanwhile is not forgotten unseen. The transaction saves only what is
   * still as it was before, so it is enough to look there, before the provider is asked.
   */
  private static void requireKnownKeys(
      @Nullable StoredConnection before, Method method, ConnectionChange change) {
    boolean forgets = method != Method.BYO || change.token().isPresent();
    if (before == null || !forgets || change.knownKeys().isEmpty()) {
      return;
    }
    var stored = before.ownKeys().stream().map(StoredKey::id).toList();
    if (!change.knownKeys().get().containsAll(stored)) {
      throw new HttpError(409, "The stored keys would be forgotten, and not all were known.");
    }
  }

  private static void requireModels(Map<String, String> models) {
    if (models.size() > MOST_MODELS) {
      throw HttpError.unprocessable("models can't have more than " + MOST_MODELS + " entries.");
    }
    models.forEach((asked, sent) -> {
      if (!MODEL.matcher(asked).matches() || !MODEL.matcher(sent).matches()) {
        throw HttpError.unprocessable(
            "models must name one model for another; a name has up to 200 printable characters, without spaces, quotes and backslashes.");
      }
    });
  }

  private static Method method(@Nullable StoredConnection before, ConnectionChange change) {
    if (change.method().isEmpty() && before == null) {
      throw HttpError.unprocessable("method is missing: it must be hosted, byo or sandbox.");
    }
    return change.method().orElseGet(() -> Objects.requireNonNull(before).method());
  }

  private CheckedChange keyless(
      Place place,
      ProviderKind kind,
      Method method,
      @Nullable StoredConnection before,
      ConnectionChange change) {
    refuse(change.baseUrl().isPresent(), "base_url", method);
    refuse(change.token().isPresent(), "token", method);
    refuse(change.keyHeader().isPresent(), "auth", method);
    if (needsOperatorsKey(method, before, change) && operator.own(kind.name()).key().isEmpty()) {
      throw noHostedKey(kind);
    }
    return new CheckedChange(
        place,
        method,
        null,
        kind.keyHeader(),
        rewrite(before, method, change),
        enabled(before, change),
        models(before, change),
        List.of(),
        before != null && before.method() == Method.BYO);
  }

  /** What is hosted already can be changed and disabled also after the operator's key is gone. */
  private static boolean needsOperatorsKey(
      Method method, @Nullable StoredConnection before, ConnectionChange change) {
    return method == Method.HOSTED
        && (before == null || before.method() != method || change.enabled().orElse(false));
  }

  private static void refuse(boolean present, String field, Method method) {
    if (present) {
      throw HttpError.unprocessable(
          field + " can't be set for the method " + method.word() + "; it belongs to byo.");
    }
  }

  private CheckedChange byo(
      Place place, ProviderKind kind, @Nullable StoredConnection before, ConnectionChange change) {
    var kept = before == null || before.method() != Method.BYO ? null : before;
    URI own = operator.own(kind.name()).url();
    String baseUrl = baseUrl(own, kept, change);
    var header = change.keyHeader().orElse(kept == null ? kind.keyHeader() : kept.keyHeader());
    return new CheckedChange(
        place,
        Method.BYO,
        baseUrl,
        header,
        rewrite(before, Method.BYO, change),
        enabled(before, change),
        models(before, change),
        keys(kind.name(), baseUrl, header, kept, change),
        change.token().isPresent());
  }

  /** A new token is the only key from then on; else the stored ones stay. */
  private List<CheckedKey> keys(
      String provider,
      @Nullable String baseUrl,
      KeyHeader header,
      @Nullable StoredConnection kept,
      ConnectionChange change) {
    if (change.token().isPresent()) {
      var token = KeyCheck.sound(change.token().get());
      return List.of(CheckedKey.fresh(token, check.verify(provider, baseUrl, header, token)));
    }
    if (kept == null) {
      throw HttpError.unprocessable("token is missing: the method byo needs the provider's key.");
    }
    if (!Objects.equals(baseUrl, kept.baseUrl())) {
      throw HttpError.unprocessable(
          "A changed base_url needs the token again, so that a stored key is never sent to another address.");
    }
    var stored = keys.open(kept);
    return header == kept.keyHeader()
        ? stored
        : stored.stream()
            .map(key -> key.checked(check.verify(provider, baseUrl, header, key.secret())))
            .toList();
  }

  /** The address as it will be stored; null is the provider's own. */
  private @Nullable String baseUrl(
      URI own, @Nullable StoredConnection kept, ConnectionChange change) {
    if (change.baseUrl().isEmpty()) {
      return kept == null ? null : kept.baseUrl();
    }
    String text = change.baseUrl().orElse("").strip().replaceAll("/+$", "");
    if (text.isEmpty() || text.equals(own.toString())) {
      return null;
    }
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw HttpError.unprocessable("base_url is not a valid address.");
    }
    addresses
        .objection(url)
        .ifPresent(why -> {
          throw HttpError.unprocessable("base_url " + why + ".");
        });
    return text;
  }

  /** What was said of one method's endpoint says nothing of another's. */
  private static @Nullable Boolean rewrite(
      @Nullable StoredConnection before, Method method, ConnectionChange change) {
    return change
        .rewrite()
        .orElse(before == null || before.method() != method ? null : before.rewrite());
  }

  private static Map<String, String> models(
      @Nullable StoredConnection before, ConnectionChange change) {
    return change.models().orElse(before == null ? Map.of() : before.models());
  }

  private static boolean enabled(@Nullable StoredConnection before, ConnectionChange change) {
    return change.enabled().orElse(before == null || before.enabled());
  }
}

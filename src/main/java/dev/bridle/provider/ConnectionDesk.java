package dev.bridle.provider;

import dev.bridle.audit.Actor;
import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where administrators connect a provider: the rules of a change, in the order of asking. */
public final class ConnectionDesk {
  private final Connections connections;
  private final Connections.Operator operator;
  private final Addresses addresses;
  private final Upstreams upstreams;

  public ConnectionDesk(
      Connections connections,
      Connections.Operator operator,
      Addresses addresses,
      Upstreams upstreams) {
    this.connections = connections;
    this.operator = operator;
    this.addresses = addresses;
    this.upstreams = upstreams;
  }

  /** Ends with a 404 for a provider that Bridle doesn't know. */
  public static void requireKnown(String provider) {
    var _ = kind(provider);
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

  /** Makes or changes a connection; asks the provider whether it takes the key first. */
  public StoredConnection change(
      Actor actor, String organizationId, String provider, ConnectionChange change) {
    var kind = kind(provider);
    var before = connections.show(organizationId, provider).orElse(null);
    var method = method(before, change);
    return connections.save(
        actor,
        before,
        switch (method) {
          case BYO -> byo(organizationId, kind, before, change);
          case HOSTED, SANDBOX -> keyless(organizationId, kind, method, before, change);
        });
  }

  private static Method method(@Nullable StoredConnection before, ConnectionChange change) {
    if (change.method().isEmpty() && before == null) {
      throw HttpError.unprocessable("method is missing: it must be hosted, byo or sandbox.");
    }
    return change.method().orElseGet(() -> Objects.requireNonNull(before).method());
  }

  private CheckedChange keyless(
      String organizationId,
      ProviderKind kind,
      Method method,
      @Nullable StoredConnection before,
      ConnectionChange change) {
    refuse(change.baseUrl().isPresent(), "base_url", method);
    refuse(change.token().isPresent(), "token", method);
    refuse(change.keyHeader().isPresent(), "auth", method);
    if (method == Method.HOSTED && operator.own(kind.name()).key().isEmpty()) {
      throw HttpError.unprocessable(
          "The operator of this server has not set a hosted key for " + kind.name() + ".");
    }
    return new CheckedChange(
        organizationId,
        kind.name(),
        method,
        null,
        kind.keyHeader(),
        rewrite(before, method, change),
        enabled(before, change),
        true,
        Optional.empty(),
        before != null && before.method() == Method.BYO);
  }

  private static void refuse(boolean present, String field, Method method) {
    if (present) {
      throw HttpError.unprocessable(
          field + " can't be set for the method " + method.word() + "; it belongs to byo.");
    }
  }

  private CheckedChange byo(
      String organizationId,
      ProviderKind kind,
      @Nullable StoredConnection before,
      ConnectionChange change) {
    var kept = before == null || before.method() != Method.BYO ? null : before;
    URI own = operator.own(kind.name()).url();
    String baseUrl = baseUrl(own, kept, change);
    var header = change.keyHeader().orElse(kept == null ? kind.keyHeader() : kept.keyHeader());
    boolean sameAddress = kept != null && Objects.equals(baseUrl, kept.baseUrl());
    Secret key = key(kept, change, sameAddress);
    boolean sameKey = sameAddress && change.token().isEmpty();
    boolean verified =
        kept != null && sameKey && header == kept.keyHeader()
            ? kept.verified()
            : verify(kind, baseUrl == null ? own : URI.create(baseUrl), header, key);
    return new CheckedChange(
        organizationId,
        kind.name(),
        Method.BYO,
        baseUrl,
        header,
        rewrite(before, Method.BYO, change),
        enabled(before, change),
        verified,
        Optional.of(key),
        change.token().isPresent());
  }

  private Secret key(
      @Nullable StoredConnection kept, ConnectionChange change, boolean sameAddress) {
    if (change.token().isPresent()) {
      return sound(change.token().get());
    }
    if (kept == null) {
      throw HttpError.unprocessable("token is missing: the method byo needs the provider's key.");
    }
    if (!sameAddress) {
      throw HttpError.unprocessable(
          "A changed base_url needs the token again, so that a stored key is never sent to another address.");
    }
    return connections.keyOf(kept).orElseThrow();
  }

  private static Secret sound(Secret token) {
    String text = token.reveal();
    boolean printable = text.chars().allMatch(c -> c > ' ' && c < 127);
    if (text.isEmpty() || text.length() > 4096 || !printable) {
      throw HttpError.unprocessable("token must be 1 to 4096 printable characters without spaces.");
    }
    return token;
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

  private boolean verify(ProviderKind kind, URI base, KeyHeader header, Secret key) {
    return switch (upstreams.check(kind, base, header, key)) {
      case Upstreams.Check.ACCEPTED -> true;
      case Upstreams.Check.UNCERTAIN -> false;
      case Upstreams.Check.REJECTED ->
          throw HttpError.unprocessable("The provider rejected this token; nothing was saved.");
      case Upstreams.Check.FORBIDDEN ->
          throw HttpError.unprocessable("base_url must not lead into a private network.");
    };
  }

  /** What was said of one method's endpoint says nothing of another's. */
  private static @Nullable Boolean rewrite(
      @Nullable StoredConnection before, Method method, ConnectionChange change) {
    return change
        .rewrite()
        .orElse(before == null || before.method() != method ? null : before.rewrite());
  }

  private static boolean enabled(@Nullable StoredConnection before, ConnectionChange change) {
    return change.enabled().orElse(before == null || before.enabled());
  }
}

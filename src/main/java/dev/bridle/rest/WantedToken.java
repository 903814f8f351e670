package dev.bridle.rest;

import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.organization.ApiToken;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.NewApiToken;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the API token that a request asks for; none can do more, or longer, than the caller's. */
final class WantedToken {
  private final ApiTokens tokens;

  WantedToken(ApiTokens tokens) {
    this.tokens = tokens;
  }

  Reply create(Principal.ApiToken who, Email owner, Fields fields, Request request) {
    var wanted =
        new NewApiToken(fields.text("description", ""), scopes(who, fields), expiry(who, fields));
    var minted = tokens.create(who.organizationId(), owner, wanted, Actors.of(who, request));
    var shape = Shapes.apiToken(minted.token());
    shape.put("token", minted.value().reveal());
    return Reply.json(201, shape);
  }

  /** A token can't hand out what it may not do itself. */
  private static List<Scope> scopes(Principal.ApiToken who, Fields fields) {
    var scopes = new ArrayList<Scope>();
    for (String word : fields.texts("scopes")) {
      var scope =
          Scope.find(word)
              .orElseThrow(() -> new InvalidField("scopes", "holds the unknown scope " + word));
      if (!who.scopes().contains(scope)) {
        throw new InvalidField("scopes", "holds " + word + ", which the calling token lacks");
      }
      scopes.add(scope);
    }
    return scopes;
  }

  /** Whoever got hold of a token that ends must not be able to make one of it that doesn't. */
  private @Nullable Instant expiry(Principal.ApiToken who, Fields fields) {
    Instant own =
        tokens.find(who.organizationId(), who.tokenId()).map(ApiToken::expiresAt).orElse(null);
    Instant asked = fields.find("expires_at").map(WantedToken::moment).orElse(own);
    if (asked != null && own != null && asked.isAfter(own)) {
      throw new InvalidField("expires_at", "is later than the end of the calling token");
    }
    return asked;
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidField("expires_at", "must be a time such as 2027-01-31T12:00:00Z");
    }
  }
}

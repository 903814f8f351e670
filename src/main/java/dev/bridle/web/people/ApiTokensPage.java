package dev.bridle.web.people;

import dev.bridle.auth.Scope;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.ApiToken;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.NewApiToken;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's own API tokens in their current organization. */
public final class ApiTokensPage {
  /** One token. */
  public record Line(ApiToken token, boolean ended) {
    public String scopes() {
      return token.scopes().size() == Scope.values().length
          ? "everything"
          : String.join(", ", token.scopes().stream().map(Scope::word).toList());
    }
  }

  /**
   * What the page shows.
   *
   * @param ticked the scopes that were chosen
   */
  public record View(
      String organization, List<Line> lines, Pager pager, Typed typed, Set<String> ticked) {
    public List<String> scopes() {
      return Arrays.stream(Scope.values()).map(Scope::word).toList();
    }
  }

  /** A new token, which is shown this one time. */
  public record Made(ApiToken token, String value, String command) {}

  private static final Frame.Head HEAD = Frame.Head.of("API Access Tokens", Place.API_TOKENS);

  private static final int PAGE = 50;

  private final Site site;
  private final ApiTokens tokens;
  private final String url;
  private final InstantSource clock;

  ApiTokensPage(Site site, ApiTokens tokens, String url, InstantSource clock) {
    this.site = site;
    this.tokens = tokens;
    this.url = url;
    this.clock = clock;
  }

  List<Route> routes() {
    String path = Place.API_TOKENS.path();
    return List.of(
        Route.get(path, site.door().signedIn(this::show)),
        Route.form(path, site.door().signedIn(this::create)),
        Route.form(path + "/{token}/revoke", site.door().signedIn(this::revoke)));
  }

  private Reply show(Visitor who, Request request) {
    return page(who, request, Typed.of(Map.of("days", "90")), Set.of());
  }

  private Reply create(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      return made(who, request, wanted(form));
    } catch (InvalidField invalid) {
      return page(who, request, typed(form, invalid), Set.copyOf(form.all("scopes")))
          .withStatus(422);
    }
  }

  /** Boxes of which none is ticked are not sent at all. */
  private static Typed typed(Form form, InvalidField invalid) {
    return invalid.field().equals("scopes")
        ? new Typed(form.typed("").values(), Map.of("scopes", "Choose at least one."), "")
        : form.typed(invalid);
  }

  private NewApiToken wanted(Form form) {
    String description = form.required("description");
    var scopes =
        form.all("scopes").stream()
            .map(word ->
                Scope.find(word)
                    .orElseThrow(() -> new InvalidField("scopes", "holds an unknown scope")))
            .toList();
    return new NewApiToken(description, scopes, end(form));
  }

  private @Nullable Instant end(Form form) {
    var life = Choice.days(form, Choice.TOKEN_LIVES);
    return life.isZero() ? null : clock.instant().plus(life);
  }

  private Reply made(Visitor who, Request request, NewApiToken wanted) {
    var minted =
        tokens.create(
            who.organizationId(), new Email(who.person().email()), wanted, who.actor(request));
    String value = minted.value().reveal();
    String command =
        "curl -H \"Authorization: Bearer %s\" \\\n  %s/v2/access-token".formatted(value, url);
    return site.pages()
        .page(who, HEAD, "people/api-token-made.jte", new Made(minted.token(), value, command));
  }

  private Reply revoke(Visitor who, Request request) {
    String id = request.parameter("token");
    tokens
        .find(who.organizationId(), id)
        .filter(token -> token.owner().id().equals(who.person().personId()))
        .ifPresent(_ -> tokens.revoke(who.organizationId(), id, who.actor(request)));
    return Pages.seeOther(Place.API_TOKENS.path());
  }

  private Reply page(Visitor who, Request request, Typed typed, Set<String> ticked) {
    var now = clock.instant();
    String personId = who.person().personId();
    int all = tokens.count(who.organizationId(), personId);
    var pager = Pager.of(request, all, PAGE, Place.API_TOKENS.path(), Map.of());
    var lines =
        tokens.list(who.organizationId(), personId, pager.skip(), PAGE).stream()
            .map(token -> new Line(token, ended(token, now)))
            .toList();
    return site.pages()
        .page(
            who,
            HEAD.with("waiting.js"),
            "people/api-tokens.jte",
            new View(who.membership().name(), lines, pager, typed, ticked));
  }

  private static boolean ended(ApiToken token, Instant now) {
    Instant end = token.expiresAt();
    return end != null && !end.isAfter(now);
  }
}

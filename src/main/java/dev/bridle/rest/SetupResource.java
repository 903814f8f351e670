package dev.bridle.rest;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Passwords;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Email;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.Setup;
import dev.bridle.organization.SetupSecret;
import dev.bridle.organization.Slug;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets a new server up, for whoever can read the secret in its data folder. */
public final class SetupResource {
  private static final String BEARER = "bearer ";

  private final Organizations organizations;
  private final Setup setup;
  private final SetupSecret secret;
  private final Passwords passwords;
  private final String origin;

  public SetupResource(
      Organizations organizations,
      Setup setup,
      SetupSecret secret,
      Passwords passwords,
      String origin) {
    this.organizations = organizations;
    this.setup = setup;
    this.secret = secret;
    this.passwords = passwords;
    this.origin = origin;
  }

  public List<Route> routes() {
    return List.of(Route.post("/v2/setup", new Guarded("SETUP", this::setUp)));
  }

  private Reply setUp(Request request) throws IOException {
    String value = presented(request);
    if (!secret.opensWith(value)) {
      throw refusal(value);
    }
    var fields = Fields.of(request);
    var wanted =
        new Setup.Wanted(
            Slug.ofOrganization(fields.required("organization")),
            fields.text("organization_name", ""),
            new Email(fields.required("email")),
            fields.text("name", ""),
            fields.password().map(passwords::hash));
    var by = Actor.operator(request.remoteAddress(), request.header("User-Agent").orElse(null));
    return switch (setup.first(wanted, by)) {
      case Setup.Outcome.Done done -> {
        secret.discard();
        yield Reply.json(201, shape(done));
      }
      case Setup.Outcome.AlreadySetUp _ -> throw alreadySetUp();
    };
  }

  /** The token in the header of a request, whatever it is good for. */
  static String presented(Request request) {
    String header = request.header("Authorization").orElse("").strip();
    return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  /** Whoever comes a second time with a secret, now void, is told why it is. */
  private HttpError refusal(String value) {
    return SetupSecret.looksRight(value) && !organizations.none()
        ? alreadySetUp()
        : new HttpError(401, "The set-up secret from this server's data folder is needed here.");
  }

  private static HttpError alreadySetUp() {
    return new HttpError(409, "This server is already set up; nothing was changed.");
  }

  private Map<String, Object> shape(Setup.Outcome.Done done) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("endpoint", origin + "/v3");
    shape.put("api_token", done.apiToken().reveal());
    shape.put("agent_token", done.agentToken().reveal());
    shape.put("organization", done.organization().slug());
    shape.put("cluster_id", done.cluster().id());
    return shape;
  }
}

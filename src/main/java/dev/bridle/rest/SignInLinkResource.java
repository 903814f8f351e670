package dev.bridle.rest;

import dev.bridle.audit.Actor;
import dev.bridle.auth.SignInLinks;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.OperatorSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/** Makes sign-in links, for whoever can read the operator's secret in the data folder. */
public final class SignInLinkResource {
  private final SignInLinks links;
  private final OperatorSecret secret;
  private final String origin;

  public SignInLinkResource(SignInLinks links, OperatorSecret secret, String origin) {
    this.links = links;
    this.secret = secret;
    this.origin = origin;
  }

  public List<Route> routes() {
    return List.of(Route.post("/v2/sign-in-links", new Guarded("OPERATOR", this::create)));
  }

  private Reply create(Request request) {
    if (!secret.opensWith(SetupResource.presented(request))) {
      throw new HttpError(
          401, "The operator's secret from the data folder of this running server is needed here.");
    }
    var fields = Fields.of(request);
    String email = fields.required("email");
    String to = fields.text("to", "/");
    var by = Actor.operator(request.remoteAddress(), request.header("User-Agent").orElse(null));
    var made =
        links
            .create(email, by)
            .orElseThrow(() -> new InvalidField("email", "belongs to nobody on this server"));
    var shape = new LinkedHashMap<String, Object>();
    shape.put(
        "url",
        origin
            + "/login/link?token="
            + made.value().reveal()
            + (to.equals("/") ? "" : "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
    shape.put("expires_at", Times.iso(made.expiresAt()));
    return Reply.json(201, shape);
  }
}

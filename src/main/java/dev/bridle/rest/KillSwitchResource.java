package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.NewKillSwitch;
import dev.bridle.provider.ProviderKind;
import java.time.InstantSource;
import java.util.List;

/** Stopping calls at once, and letting them go again: for administrators. */
public final class KillSwitchResource {
  private static final String ALL = "/v2/organizations/{organization}/kill-switches";

  private final KillSwitches switches;
  private final InstantSource clock;
  private final String origin;

  public KillSwitchResource(KillSwitches switches, InstantSource clock, String origin) {
    this.switches = switches;
    this.clock = clock;
    this.origin = origin;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(ALL, guard.administrator(Scope.READ_AI_POLICY, this::list)),
        Route.post(ALL, guard.administrator(Scope.WRITE_AI_POLICY, this::create)),
        Route.delete(ALL + "/{id}", guard.administrator(Scope.WRITE_AI_POLICY, this::end)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    if (!request.query("ended").orElse("false").equals("true")) {
      return Reply.ok(
          switches.list(who.organizationId()).stream().map(PolicyShapes::killSwitch).toList());
    }
    var page = Page.of(request);
    var shown =
        switches.listAll(who.organizationId(), page.offset(), page.size()).stream()
            .map(PolicyShapes::killSwitch)
            .toList();
    return page.reply(shown, switches.countAll(who.organizationId()), origin, request);
  }

  private Reply create(Principal.ApiToken who, Request request) {
    var body = request.json();
    return AiPolicyResource.checked(() -> {
      var order = NewKillSwitch.read(body, clock.instant(), ProviderKind.names());
      var created = switches.create(Actors.of(who, request), who.organizationId(), order);
      return Reply.json(201, PolicyShapes.killSwitch(created));
    });
  }

  private Reply end(Principal.ApiToken who, Request request) {
    if (!switches.end(Actors.of(who, request), who.organizationId(), request.parameter("id"))) {
      throw new HttpError(404, "No such kill switch is in force.");
    }
    return Reply.empty(204);
  }
}

package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.fleet.Agent;
import dev.bridle.fleet.AgentAtWork;
import dev.bridle.fleet.Fleet;
import dev.bridle.fleet.Orders;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The agents of an organization, what they do, and what they are told to do. */
public final class AgentListResource {
  private final Fleet fleet;
  private final Orders orders;
  private final AgentShapes shapes;
  private final InstantSource clock;

  public AgentListResource(Fleet fleet, Orders orders, AgentShapes shapes, InstantSource clock) {
    this.fleet = fleet;
    this.orders = orders;
    this.shapes = shapes;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/agents";
    return List.of(
        Route.get(all, guard.member(Scope.READ_AGENTS, this::list)),
        Route.get(all + "/{agent}", guard.member(Scope.READ_AGENTS, this::show)),
        Route.put(all + "/{agent}/stop", guard.member(Scope.WRITE_AGENTS, this::stop)),
        Route.put(all + "/{agent}/pause", guard.member(Scope.WRITE_AGENTS, this::pause)),
        Route.put(all + "/{agent}/resume", guard.member(Scope.WRITE_AGENTS, this::resume)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var filter =
        new Fleet.Filter(
            who.organizationId(),
            request.query("name").orElse(null),
            request.query("hostname").orElse(null),
            request.query("version").orElse(null),
            request.query("cluster_queue_id").orElse(null));
    var page = Page.of(request);
    var shown =
        fleet.list(filter, page.offset(), page.size()).stream()
            .map(agent -> whole(who, agent))
            .toList();
    return page.reply(shown, fleet.count(filter), shapes.origin(), request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(whole(who, agent(who, request)));
  }

  private Map<String, Object> whole(Principal.ApiToken who, AgentAtWork agent) {
    return shapes.whole(who.organizationSlug(), agent, clock.instant());
  }

  private AgentAtWork agent(Principal.ApiToken who, Request request) {
    return fleet
        .find(who.organizationId(), request.parameter("agent"))
        .orElseThrow(HttpError::notFound);
  }

  /** By force also the build of the job that it runs is canceled, as public clients expect. */
  private Reply stop(Principal.ApiToken who, Request request) {
    Agent agent = agent(who, request).agent();
    boolean force = request.json().path("force").asBoolean(true);
    var by = Actors.of(who, request);
    var answer = force ? orders.stopByForce(agent, by) : orders.stop(agent, by);
    if (answer != Orders.Answer.DONE) {
      throw HttpError.badRequest("Can only stop connected agents");
    }
    return Reply.empty(204);
  }

  private Reply pause(Principal.ApiToken who, Request request) {
    return answer(
        orders.pause(agent(who, request).agent(), rest(request), Actors.of(who, request)));
  }

  private static Orders.Rest rest(Request request) {
    var minutes = request.json().path("timeout_in_minutes");
    var note = request.json().path("note");
    if (!minutes.isMissingNode() && !minutes.isNull() && !minutes.canConvertToExactIntegral()) {
      throw new InvalidField("timeout_in_minutes", "must be a whole number");
    }
    return new Orders.Rest(
        minutes.asLong(Orders.Rest.USUAL_MINUTES), note.isNull() ? "" : note.asString(""));
  }

  private Reply resume(Principal.ApiToken who, Request request) {
    return answer(orders.resume(agent(who, request).agent(), Actors.of(who, request)));
  }

  private static Reply answer(Orders.Answer answer) {
    return switch (answer) {
      case DONE -> Reply.empty(204);
      case NOT_CONNECTED -> throw HttpError.unprocessable("Only connected agents may be paused");
      case PAUSED_ALREADY -> throw HttpError.unprocessable("Agent is already paused");
      case NOT_PAUSED -> throw HttpError.unprocessable("Agent is not paused");
    };
  }

  /** A job of an agent, as far as lists show it. */
  static Map<String, Object> job(AgentAtWork.Work work) {
    var shape = Pairs.of("id", work.jobId(), "state", work.state());
    shape.put("build_number", work.buildNumber());
    shape.put("pipeline_slug", work.pipelineSlug());
    return shape;
  }
}

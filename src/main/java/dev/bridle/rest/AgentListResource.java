package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.Cancellation;
import dev.bridle.fleet.Agent;
import dev.bridle.fleet.AgentAtWork;
import dev.bridle.fleet.Agents;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import java.util.Map;

/** The agents of an organization, what they do, and how to stop one. */
public final class AgentListResource {
  private final Agents agents;
  private final Cancellation cancellation;
  private final AgentShapes shapes;

  public AgentListResource(Agents agents, Cancellation cancellation, AgentShapes shapes) {
    this.agents = agents;
    this.cancellation = cancellation;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/agents";
    return List.of(
        Route.get(all, guard.member(Scope.READ_AGENTS, this::list)),
        Route.get(all + "/{agent}", guard.member(Scope.READ_AGENTS, this::show)),
        Route.put(all + "/{agent}/stop", guard.member(Scope.WRITE_AGENTS, this::stop)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var filter =
        new Agents.Filter(
            who.organizationId(),
            request.query("name").orElse(null),
            request.query("hostname").orElse(null),
            request.query("version").orElse(null),
            request.query("cluster_queue_id").orElse(null));
    var page = Page.of(request);
    var shown =
        agents.list(filter, page.offset(), page.size()).stream()
            .map(agent -> shapes.whole(who.organizationSlug(), agent))
            .toList();
    return page.reply(shown, agents.count(filter), shapes.origin(), request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(shapes.whole(who.organizationSlug(), agent(who, request)));
  }

  private AgentAtWork agent(Principal.ApiToken who, Request request) {
    return agents
        .find(who.organizationId(), request.parameter("agent"))
        .orElseThrow(HttpError::notFound);
  }

  /** By force also the build of the job that it runs is canceled, as public clients expect. */
  private Reply stop(Principal.ApiToken who, Request request) {
    Agent agent = agent(who, request).agent();
    boolean force = request.json().path("force").asBoolean(true);
    if (!agents.askToStop(agent.id())) {
      throw HttpError.badRequest("Can only stop connected agents");
    }
    if (force) {
      String by = who.name().isBlank() ? who.email() : who.name();
      agents
          .buildAtWork(agent.id())
          .ifPresent(build -> cancellation.cancel(build, "The agent was stopped by " + by));
    }
    return Reply.empty(204);
  }

  /** A job of an agent, as far as lists show it. */
  static Map<String, Object> job(AgentAtWork.Work work) {
    return Map.of(
        "id", work.jobId(),
        "state", work.state(),
        "build_number", work.buildNumber(),
        "pipeline_slug", work.pipelineSlug());
  }
}

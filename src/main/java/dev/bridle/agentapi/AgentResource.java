package dev.bridle.agentapi;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.fleet.Agents;
import dev.bridle.fleet.Dispatch;
import dev.bridle.fleet.Orders;
import dev.bridle.fleet.Registered;
import dev.bridle.fleet.Registration;
import dev.bridle.fleet.Rhythm;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The life of an agent: it registers, connects, asks for work, and leaves. */
public final class AgentResource {
  private final Agents agents;
  private final Dispatch dispatch;
  private final Orders orders;
  private final Rhythm rhythm;
  private final InstantSource clock;

  public AgentResource(
      Agents agents, Dispatch dispatch, Orders orders, Rhythm rhythm, InstantSource clock) {
    this.agents = agents;
    this.dispatch = dispatch;
    this.orders = orders;
    this.rhythm = rhythm;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post("/v3/register", guard.agentToken(this::register)),
        Route.post("/v3/connect", guard.agent(this::connect)),
        Route.get("/v3/ping", guard.agent(this::ping)),
        Route.post("/v3/heartbeat", guard.agent(this::heartbeat)),
        Route.post("/v3/disconnect", guard.agent(this::disconnect)));
  }

  private Reply register(Principal.AgentToken who, Request request) {
    return switch (agents.register(who, registration(request))) {
      case Registered.Agent agent -> Reply.json(201, answer(agent));
      case Registered.UnknownQueue(var key) ->
          throw HttpError.unprocessable("There is no queue \"" + key + "\" in this cluster.");
    };
  }

  private static Registration registration(Request request) {
    JsonNode body = request.json();
    return new Registration(
        Said.text(body, "name"),
        Said.text(body, "hostname"),
        Said.text(body, "os"),
        Said.text(body, "arch"),
        Said.text(body, "version"),
        request.header("User-Agent").orElse(""),
        request.remoteAddress(),
        Said.number(body, "priority"),
        Said.texts(body, "meta_data"),
        Said.isTrue(body, "ignore_in_dispatches"));
  }

  private Map<String, Object> answer(Registered.Agent agent) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", agent.id());
    answer.put("name", agent.name());
    answer.put("access_token", agent.session().reveal());
    answer.put("endpoint", "");
    answer.put("ping_interval", rhythm.ping().toSeconds());
    answer.put("job_status_interval", rhythm.jobStatus().toSeconds());
    answer.put("heartbeat_interval", rhythm.heartbeat().toSeconds());
    answer.put("meta_data", agent.tags());
    return answer;
  }

  private Reply connect(Principal.Agent who, Request request) {
    agents.connect(who.agentId());
    return Reply.ok(Map.of());
  }

  /** Nothing but the id: agents read the rest from the answer to accept. */
  private Reply ping(Principal.Agent who, Request request) {
    return Reply.ok(
        dispatch
            .next(who.agentId())
            .map(job -> Map.<String, Object>of("job", Map.of("id", job)))
            .orElseGet(() -> nothing(who.agentId())));
  }

  /** Who has nothing to do may be wanted to leave, or to wait for longer. */
  private Map<String, Object> nothing(String agentId) {
    return orders
        .action(agentId)
        .map(word -> Map.<String, Object>of("action", word))
        .orElseGet(Map::of);
  }

  private Reply heartbeat(Principal.Agent who, Request request) {
    agents.heartbeat(who.agentId());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("sent_at", Said.text(request.json(), "sent_at"));
    answer.put("received_at", clock.instant().toString());
    return Reply.ok(answer);
  }

  private Reply disconnect(Principal.Agent who, Request request) {
    agents.disconnect(who.agentId());
    return Reply.ok(Map.of());
  }
}

package dev.bridle.web.agent;

import dev.bridle.fleet.Agent;
import dev.bridle.fleet.AgentAtWork;
import dev.bridle.fleet.Fleet;
import dev.bridle.fleet.Orders;
import dev.bridle.fleet.Pause;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One agent, also when it is gone, and what it can be told. */
public final class AgentPage {
  /**
   * What the page shows.
   *
   * @param typed into the form that pauses it
   */
  public record View(
      AgentLine line,
      Cluster cluster,
      String clusterAddress,
      Optional<Pause> pause,
      boolean connected,
      Typed typed) {
    /** Whether it was told to leave, and hasn't yet. */
    public boolean stopping() {
      return connected && line.agent().stopAskedAt() != null;
    }
  }

  private static final String PATH = "/organizations/{organization}/agents/{agent}";
  private static final Typed USUAL =
      Typed.of(Map.of("timeout_in_minutes", String.valueOf(Orders.Rest.USUAL_MINUTES)));

  private static final String LEFT = "This agent has left, so there is nothing to pause.";

  private final Site site;
  private final Clusters clusters;
  private final Fleet fleet;
  private final Orders orders;
  private final InstantSource clock;

  AgentPage(Site site, Clusters clusters, Fleet fleet, Orders orders, InstantSource clock) {
    this.site = site;
    this.clusters = clusters;
    this.fleet = fleet;
    this.orders = orders;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().member(this::show)),
        Route.form(PATH + "/stop", site.door().member(this::stop)),
        Route.form(PATH + "/stop-by-force", site.door().member(this::stopByForce)),
        Route.form(PATH + "/pause", site.door().member(this::pause)),
        Route.form(PATH + "/resume", site.door().member(this::resume)));
  }

  static String address(Visitor who, String agentId) {
    return PATH.replace("{organization}", who.membership().slug()).replace("{agent}", agentId);
  }

  private AgentAtWork found(Visitor who, Request request) {
    return fleet
        .find(who.organizationId(), request.parameter("agent"))
        .orElseThrow(HttpError::notFound);
  }

  private Reply show(Visitor who, Request request) {
    return page(who, found(who, request), USUAL);
  }

  /** Whoever comes too late finds the agent gone, which is what they wanted. */
  private Reply stop(Visitor who, Request request) {
    var agent = found(who, request).agent();
    orders.stop(agent, who.actor(request));
    return back(who, agent);
  }

  private Reply stopByForce(Visitor who, Request request) {
    var agent = found(who, request).agent();
    orders.stopByForce(agent, who.actor(request));
    return back(who, agent);
  }

  private Reply pause(Visitor who, Request request) {
    var found = found(who, request);
    var form = Form.of(request);
    try {
      var answer = orders.pause(found.agent(), rest(form), who.actor(request));
      return answer == Orders.Answer.NOT_CONNECTED
          ? page(who, found(who, request), form.typed(LEFT)).withStatus(422)
          : back(who, found.agent());
    } catch (InvalidField invalid) {
      boolean here = found.agent().state().equals("connected");
      return page(who, found, here ? form.typed(invalid) : form.typed(LEFT)).withStatus(422);
    }
  }

  private static Orders.Rest rest(Form form) {
    try {
      return new Orders.Rest(
          Long.parseLong(form.required("timeout_in_minutes")), form.text("note"));
    } catch (NumberFormatException e) {
      throw new InvalidField("timeout_in_minutes", "must be a whole number");
    }
  }

  private Reply resume(Visitor who, Request request) {
    var agent = found(who, request).agent();
    orders.resume(agent, who.actor(request));
    return back(who, agent);
  }

  private static Reply back(Visitor who, Agent agent) {
    return Pages.seeOther(address(who, agent.id()));
  }

  private Reply page(Visitor who, AgentAtWork found, Typed typed) {
    var now = clock.instant();
    var agent = found.agent();
    var cluster = clusters.find(who.organizationId(), agent.clusterId()).orElseThrow();
    return site.pages()
        .page(
            who,
            Frame.Head.of(agent.name(), Place.AGENTS),
            "agent/agent.jte",
            new View(
                AgentLine.of(who, found, now),
                cluster,
                FoundCluster.address(who, cluster),
                agent.pause(now),
                agent.state().equals("connected"),
                typed));
  }
}

package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** One agent, also when it is gone. */
public final class AgentPage {
  /** What the page shows. */
  public record View(AgentLine line, Cluster cluster, String clusterAddress) {}

  private static final String PATH = "/organizations/{organization}/agents/{agent}";

  private final Site site;
  private final Clusters clusters;
  private final Fleet fleet;

  AgentPage(Site site, Clusters clusters, Fleet fleet) {
    this.site = site;
    this.clusters = clusters;
    this.fleet = fleet;
  }

  List<Route> routes() {
    return List.of(Route.get(PATH, site.door().member(this::show)));
  }

  static String address(Visitor who, String agentId) {
    return PATH.replace("{organization}", who.membership().slug()).replace("{agent}", agentId);
  }

  private Reply show(Visitor who, Request request) {
    var found =
        fleet
            .find(who.organizationId(), request.parameter("agent"))
            .orElseThrow(HttpError::notFound);
    var cluster = clusters.find(who.organizationId(), found.agent().clusterId()).orElseThrow();
    return site.pages()
        .page(
            who,
            Frame.Head.of(found.agent().name(), Place.AGENTS),
            "agent/agent.jte",
            new View(AgentLine.of(who, found), cluster, FoundCluster.address(who, cluster)));
  }
}

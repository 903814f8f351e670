package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.fleet.Orders;
import dev.bridle.http.Route;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Queues;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All pages about agents. */
public final class AgentPages {
  private final Site site;
  private final Clusters clusters;
  private final Queues queues;
  private final AgentTokens tokens;
  private final Fleet fleet;
  private final Orders orders;
  private final String url;
  private final InstantSource clock;

  /**
   * @param url where agents reach this server
   */
  public AgentPages(
      Site site,
      Clusters clusters,
      Queues queues,
      AgentTokens tokens,
      Fleet fleet,
      Orders orders,
      String url,
      InstantSource clock) {
    this.site = site;
    this.clusters = clusters;
    this.queues = queues;
    this.tokens = tokens;
    this.fleet = fleet;
    this.orders = orders;
    this.url = url;
    this.clock = clock;
  }

  public List<Route> routes() {
    var found = new FoundCluster(clusters);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ClustersPage(site, clusters, fleet).routes());
    routes.addAll(new AgentsPage(site, found, clusters, fleet, url, clock).routes());
    routes.addAll(new AgentPage(site, clusters, fleet, orders, clock).routes());
    routes.addAll(new QueuesPage(site, found, clusters, queues, fleet).routes());
    routes.addAll(new AgentTokensPage(site, found, clusters, tokens, url).routes());
    return routes;
  }
}

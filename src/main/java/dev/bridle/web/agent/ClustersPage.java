package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Optional;

/** The clusters of an organization; with only one there is nothing to choose. */
public final class ClustersPage {
  /** One cluster. */
  public record Line(Cluster cluster, String address, int queues, int agents) {}

  /** What the page shows. */
  public record View(List<Line> lines) {}

  private final Site site;
  private final Clusters clusters;
  private final Fleet fleet;

  ClustersPage(Site site, Clusters clusters, Fleet fleet) {
    this.site = site;
    this.clusters = clusters;
    this.fleet = fleet;
  }

  List<Route> routes() {
    return List.of(Route.get(Place.AGENTS.path(), site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var all = clusters.list(who.organizationId());
    if (all.size() == 1) {
      return Pages.seeOther(FoundCluster.address(who, all.getFirst()));
    }
    var lines =
        all.stream()
            .map(cluster ->
                new Line(
                    cluster,
                    FoundCluster.address(who, cluster),
                    clusters.queues(cluster.id()).size(),
                    fleet.countConnected(new Fleet.Wanted(cluster.id(), Optional.empty(), ""))))
            .toList();
    return site.pages()
        .page(who, Frame.Head.of("Clusters", Place.AGENTS), "agent/clusters.jte", new View(lines));
  }
}

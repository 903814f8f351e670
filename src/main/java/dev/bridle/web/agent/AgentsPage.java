package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Queue;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The agents of a cluster that are connected, of all queues or of one, and how to connect another.
 */
public final class AgentsPage {
  /**
   * What the page shows.
   *
   * @param here the page's own address, from which its list is fetched again
   * @param queueKey of the queue whose agents are shown; empty for all
   * @param left how many agents are not shown
   */
  public record View(
      Tabs tabs,
      String here,
      List<Queue> queues,
      String queueKey,
      List<AgentLine> lines,
      int left,
      Commands commands) {}

  private static final int AT_MOST = 300;

  private final Site site;
  private final FoundCluster found;
  private final Clusters clusters;
  private final Fleet fleet;
  private final String url;
  private final InstantSource clock;

  AgentsPage(
      Site site,
      FoundCluster found,
      Clusters clusters,
      Fleet fleet,
      String url,
      InstantSource clock) {
    this.site = site;
    this.found = found;
    this.clusters = clusters;
    this.fleet = fleet;
    this.url = url;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(FoundCluster.PATH, site.door().member(this::show)),
        Route.get(FoundCluster.PATH + "/queues/{queue}", site.door().member(this::ofQueue)));
  }

  private Reply show(Visitor who, Request request) {
    var cluster = found.of(who, request);
    var queues = clusters.queues(cluster.id());
    String key = request.query("queue").orElse("");
    var queue = queues.stream().filter(one -> one.key().equals(key)).findFirst();
    var now = clock.instant();
    var lines =
        fleet.connected(cluster.id(), queue.map(Queue::id), AT_MOST).stream()
            .map(agent -> AgentLine.of(who, agent, now))
            .toList();
    int all = queue.isPresent() ? lines.size() : fleet.countConnected(cluster.id());
    var tabs = Tabs.of(who, cluster, Tabs.Tab.AGENTS);
    String chosen = queue.map(Queue::key).orElse("");
    return site.pages()
        .page(
            who,
            Frame.Head.of("Agents", Place.AGENTS),
            "agent/agents.jte",
            new View(
                tabs,
                tabs.address() + (chosen.isEmpty() ? "" : "?queue=" + chosen),
                queues,
                chosen,
                lines,
                Math.max(0, all - lines.size()),
                Commands.of(url, Optional.empty(), queue.map(Queue::key))));
  }

  /** The address by which REST knows a queue. */
  private Reply ofQueue(Visitor who, Request request) {
    var cluster = found.of(who, request);
    return clusters
        .findQueueById(cluster.id(), request.parameter("queue"))
        .map(queue -> Pages.seeOther(FoundCluster.address(who, cluster) + "?queue=" + queue.key()))
        .orElseThrow(HttpError::notFound);
  }
}

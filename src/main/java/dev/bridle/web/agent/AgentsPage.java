package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Queue;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
   * @param text that is looked for; empty for all
   * @param all how many agents there are that fit
   */
  public record View(
      Tabs tabs,
      String here,
      List<Queue> queues,
      String queueKey,
      String text,
      List<AgentLine> lines,
      int all,
      Pager pager,
      Commands commands) {
    public boolean isFiltered() {
      return !queueKey.isEmpty() || !text.isEmpty();
    }
  }

  private static final int PAGE = 100;
  private static final int LONGEST_TEXT = 200;

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
    String text = text(request);
    var wanted = new Fleet.Wanted(cluster.id(), queue.map(Queue::id), text);
    int all = fleet.countConnected(wanted);
    var tabs = Tabs.of(who, cluster, Tabs.Tab.AGENTS);
    String chosen = queue.map(Queue::key).orElse("");
    var pager = Pager.of(request, all, PAGE, tabs.address(), Map.of("queue", chosen, "q", text));
    var lines =
        fleet.connected(wanted, pager.skip(), PAGE).stream()
            .map(agent -> AgentLine.of(who, agent, now))
            .toList();
    return site.pages()
        .page(
            who,
            Frame.Head.of("Agents", Place.AGENTS).with("panel.js"),
            "agent/agents.jte",
            new View(
                tabs,
                pager.here(),
                queues,
                chosen,
                text,
                lines,
                all,
                pager,
                Commands.of(url, Optional.empty(), queue.or(() -> usual(cluster, queues)))));
  }

  private static String text(Request request) {
    String text = request.query("q").orElse("").strip();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  /** The queue of jobs that name none. */
  static Optional<Queue> usual(Cluster cluster, List<Queue> queues) {
    return queues.stream().filter(queue -> queue.id().equals(cluster.defaultQueueId())).findFirst();
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

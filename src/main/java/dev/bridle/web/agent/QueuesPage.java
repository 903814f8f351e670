package dev.bridle.web.agent;

import dev.bridle.fleet.Fleet;
import dev.bridle.fleet.Fleet.QueueLoad;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Queue;
import dev.bridle.organization.Queues;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;

/** The queues of a cluster, with how much work waits in each. */
public final class QueuesPage {
  /** One queue. */
  public record Line(Queue queue, QueueLoad load, boolean isDefault, String address) {}

  /** What the page shows. */
  public record View(Tabs tabs, List<Line> lines, Typed typed) {}

  private static final String PATH = FoundCluster.PATH + "/queues";

  private final Site site;
  private final FoundCluster found;
  private final Clusters clusters;
  private final Queues queues;
  private final Fleet fleet;

  QueuesPage(Site site, FoundCluster found, Clusters clusters, Queues queues, Fleet fleet) {
    this.site = site;
    this.found = found;
    this.clusters = clusters;
    this.queues = queues;
    this.fleet = fleet;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().member(this::show)),
        Route.form(PATH, site.door().administrator(this::create)));
  }

  private Reply show(Visitor who, Request request) {
    return page(who, found.of(who, request), Typed.NOTHING);
  }

  private Reply create(Visitor who, Request request) {
    var cluster = found.of(who, request);
    var form = Form.of(request);
    try {
      queues.create(cluster, form.required("key"), who.actor(request));
    } catch (InvalidField invalid) {
      return page(who, cluster, form.typed(invalid)).withStatus(422);
    }
    return Pages.seeOther(FoundCluster.address(who, cluster) + "/queues");
  }

  private Reply page(Visitor who, Cluster cluster, Typed typed) {
    var load = fleet.load(cluster.id());
    String address = FoundCluster.address(who, cluster);
    var lines =
        clusters.queues(cluster.id()).stream()
            .map(queue ->
                new Line(
                    queue,
                    load.getOrDefault(queue.id(), QueueLoad.NONE),
                    queue.id().equals(cluster.defaultQueueId()),
                    address + "?queue=" + queue.key()))
            .toList();
    return site.pages()
        .page(
            who,
            Frame.Head.of("Queues", Place.AGENTS),
            "agent/queues.jte",
            new View(Tabs.of(who, cluster, Tabs.Tab.QUEUES), lines, typed));
  }
}

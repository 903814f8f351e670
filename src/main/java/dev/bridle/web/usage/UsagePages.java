package dev.bridle.web.usage;

import dev.bridle.allowance.Budgets;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipelines;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.organization.Members;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import java.util.List;
import java.util.stream.Stream;

/** All pages about usage. */
public final class UsagePages {
  /** Writes all that a request's query asks for into a file. */
  @FunctionalInterface
  public interface Download {
    Reply of(String organizationId, Request request);
  }

  private final Site site;
  private final Panels panels;
  private final NamedBuilds builds;
  private final Download csv;

  public UsagePages(
      Site site,
      UsagePanels usage,
      Budgets budgets,
      Members members,
      Pipelines pipelines,
      Builds builds,
      Download csv) {
    this.site = site;
    this.builds = new NamedBuilds(pipelines, builds, usage);
    this.panels = new Panels(usage, budgets, members);
    this.csv = csv;
  }

  public List<Route> routes() {
    var file =
        Route.get(
            Place.USAGE.path() + ".csv",
            site.door().administrator((who, request) -> csv.of(who.organizationId(), request)));
    return Stream.concat(new UsagePage(site, panels, builds).routes().stream(), Stream.of(file))
        .toList();
  }
}

package dev.bridle.web.build;

import dev.bridle.allowance.BuildLimits;
import dev.bridle.allowance.JobStandings;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipelines;
import dev.bridle.http.Route;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.organization.Members;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.List;

/** What builds show of their model calls, and what it is made with. */
public record AiPages(
    Site site,
    Pipelines pipelines,
    Builds builds,
    BuildOverviews overviews,
    Members members,
    UsageQueries usage,
    RefusedCalls refused,
    BuildLimits limits,
    JobStandings standings,
    InstantSource clock) {
  public List<Route> routes() {
    return new AiPage(
            site,
            new Found(pipelines, builds),
            new Heads(members, clock),
            new Steps(overviews),
            usage,
            refused,
            limits,
            standings)
        .routes();
  }
}

package dev.bridle.web.build;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.JobStandings;
import dev.bridle.auth.JobTokens;
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
    Admissions admissions,
    JobStandings standings,
    JobTokens tokens,
    InstantSource clock) {
  public List<Route> routes() {
    return new AiPage(
            site,
            new Found(pipelines, builds),
            new Heads(members, clock),
            new Steps(overviews),
            usage,
            refused,
            admissions,
            standings,
            tokens)
        .routes();
  }
}

package dev.bridle.web.build;

import dev.bridle.build.BuildCreation;
import dev.bridle.build.BuildLines;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Builds;
import dev.bridle.build.Cancellation;
import dev.bridle.build.LiveBuilds;
import dev.bridle.build.Pipelines;
import dev.bridle.build.Retries;
import dev.bridle.http.Route;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.logs.JobLogs;
import dev.bridle.logs.LogLines;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Members;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All pages of pipelines, builds and jobs, and what each is made with. */
public record BuildPages(
    Site site,
    Pipelines pipelines,
    Builds builds,
    BuildLines lists,
    BuildOverviews overviews,
    BuildCreation creation,
    Retries retries,
    Cancellation cancellation,
    LiveBuilds live,
    LogLines lines,
    JobLogs logs,
    UsageQueries usage,
    Clusters clusters,
    Members members,
    InstantSource clock) {

  /** In an order in which fixed words come before what may be anything. */
  public List<Route> routes() {
    var found = new Found(pipelines, builds);
    var heads = new Heads(members, clock);
    List<Route> routes = new ArrayList<>(ofPipelines(found));
    routes.addAll(new NewBuildPage(site, found, creation).routes());
    var steps = new Steps(overviews);
    routes.addAll(ofBuilds(found, heads, steps));
    routes.addAll(ofJobs(found, heads, steps));
    routes.addAll(new BuildActions(site, found, creation, retries, cancellation).routes());
    return routes;
  }

  private List<Route> ofPipelines(Found found) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new NewPipelinePage(site, pipelines, clusters).routes());
    routes.addAll(new PipelinePage(site, found, lists, members, clock).routes());
    routes.addAll(new SettingsPage(site, found).routes());
    routes.addAll(new StepsPage(site, found).routes());
    return routes;
  }

  private List<Route> ofBuilds(Found found, Heads heads, Steps steps) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SummaryPage(site, found, heads, steps).routes());
    routes.addAll(new JobsPage(site, found, heads, steps).routes());
    routes.addAll(new EventsPage(site, found, live).routes());
    return routes;
  }

  private List<Route> ofJobs(Found found, Heads heads, Steps steps) {
    var views = new JobLogViews(lines);
    var jobHeads = new JobHeads(usage, retries);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new JobPage(site, found, heads, steps, jobHeads, views).routes());
    routes.addAll(new EnvironmentPage(site, found, heads, steps, jobHeads).routes());
    routes.addAll(new LogPartPage(site, found, views, logs).routes());
    return routes;
  }
}

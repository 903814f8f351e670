package dev.bridle;

import dev.bridle.agentapi.AgentResource;
import dev.bridle.agentapi.JobResource;
import dev.bridle.agentapi.LogResource;
import dev.bridle.agentapi.MetaDataResource;
import dev.bridle.agentapi.UploadResource;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Passes;
import dev.bridle.auth.Token;
import dev.bridle.blob.Blobs;
import dev.bridle.build.Accepting;
import dev.bridle.build.BuildCreation;
import dev.bridle.build.BuildLines;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Builds;
import dev.bridle.build.Cancellation;
import dev.bridle.build.JobLife;
import dev.bridle.build.LiveBuilds;
import dev.bridle.build.MetaData;
import dev.bridle.build.PipelineOverviews;
import dev.bridle.build.Pipelines;
import dev.bridle.build.PublicAddress;
import dev.bridle.build.Retries;
import dev.bridle.build.Uploads;
import dev.bridle.build.Workloads;
import dev.bridle.fleet.Agents;
import dev.bridle.fleet.Dispatch;
import dev.bridle.fleet.Fleet;
import dev.bridle.fleet.Orders;
import dev.bridle.fleet.Rhythm;
import dev.bridle.fleet.Sweep;
import dev.bridle.http.Route;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.logs.JobLogs;
import dev.bridle.logs.LogLines;
import dev.bridle.logs.Mask;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Members;
import dev.bridle.organization.Queues;
import dev.bridle.rest.AgentListResource;
import dev.bridle.rest.AgentShapes;
import dev.bridle.rest.BuildEventsResource;
import dev.bridle.rest.BuildListResource;
import dev.bridle.rest.BuildResource;
import dev.bridle.rest.BuildShapes;
import dev.bridle.rest.BuildViews;
import dev.bridle.rest.FoundBuilds;
import dev.bridle.rest.JobListResource;
import dev.bridle.rest.JobLogResource;
import dev.bridle.rest.JobShapes;
import dev.bridle.rest.LogLinesResource;
import dev.bridle.rest.OverviewResource;
import dev.bridle.rest.PipelineResource;
import dev.bridle.rest.PipelineShapes;
import dev.bridle.rest.RetryResource;
import dev.bridle.rest.Shapes;
import dev.bridle.store.Database;
import dev.bridle.web.PipelinesPage;
import dev.bridle.web.Site;
import dev.bridle.web.agent.AgentPages;
import dev.bridle.web.build.BuildPages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The part of the server that runs builds: which piece of it uses which. */
final class ControlPlane implements AutoCloseable {
  /** The most of one job's log that is kept. */
  private static final long LOG_BYTES = 100L << 20;

  /** How often builds are looked at that someone follows. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Database database;
  private final InstantSource clock;
  private final Rhythm rhythm;
  private final PublicAddress address;
  private final AuditLog audit;
  private final JobLife jobs;
  private final Agents agents;
  private final Orders orders;
  private final JobLogs logs;
  private final LogLines logLines;
  private final Cancellation cancellation;
  private final LiveBuilds live;
  private final Sweep sweep;

  ControlPlane(
      BridleSettings settings,
      Database database,
      AuditLog audit,
      JobTokens tokens,
      String url,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.rhythm = Rhythm.usual(settings.agentLostAfter());
    this.address = new PublicAddress(url);
    this.jobs = new JobLife(database, tokens, clock);
    this.agents = new Agents(database, jobs, clock);
    this.cancellation = new Cancellation(database, tokens, clock);
    this.orders = new Orders(database, audit, cancellation, clock);
    var blobs = new Blobs(settings.data().resolve("blobs"));
    var mask = new Mask(Token.JOB_TOKENS, Token.JOB_TOKEN_LENGTH);
    this.logLines = new LogLines(database, blobs, LOG_BYTES);
    this.logs = new JobLogs(database, blobs, clock, mask, LOG_BYTES);
    this.live = new LiveBuilds(database, new Passes(database, clock), logs::size, LOOK_EVERY);
    logs.whenGrown(live::logGrew);
    this.sweep = new Sweep(jobs, agents, rhythm, clock);
  }

  /**
   * The routes of agents and of people.
   *
   * @param ai what a build's page and shape say of its model calls, by the build's id
   */
  List<Route> routes(
      Guard guard, Site site, Shapes shapes, Members members, Function<String, Object> ai) {
    var pipelines = new Pipelines(database, audit, clock);
    var workloads = new Workloads(database);
    var builds = new Builds(database);
    var creation = new BuildCreation(database, clock);
    var found = new FoundBuilds(pipelines, builds);
    var pipelineShapes = new PipelineShapes(shapes);
    var jobShapes = new JobShapes(shapes, address);
    var buildShapes = new BuildShapes(pipelineShapes, jobShapes, shapes, address, ai);
    var views = new BuildViews(builds, pipelines, workloads, agents, members, buildShapes);
    var clusters = new Clusters(database);

    List<Route> routes = new ArrayList<>(agentApi(guard));
    routes.addAll(new PipelinesPage(site, new PipelineOverviews(database)).routes());
    routes.addAll(pages(site, pipelines, builds, creation, clusters, members).routes());
    routes.addAll(
        new PipelineResource(pipelines, workloads, clusters, members, pipelineShapes)
            .routes(guard));
    routes.addAll(new BuildResource(found, creation, cancellation, views).routes(guard));
    routes.addAll(
        new RetryResource(found, new Retries(database, clock), creation, views).routes(guard));
    routes.addAll(new JobListResource(found, builds, views, shapes).routes(guard));
    routes.addAll(new BuildListResource(found, builds, views, shapes).routes(guard));
    routes.addAll(
        new OverviewResource(
                found,
                new BuildOverviews(database),
                new BuildLines(database),
                new PipelineOverviews(database),
                workloads,
                shapes)
            .routes(guard));
    routes.addAll(
        new AgentListResource(new Fleet(database), orders, new AgentShapes(shapes), clock)
            .routes(guard));
    routes.addAll(agents(site, clusters).routes());
    routes.addAll(new BuildEventsResource(found, live).routes(guard));
    routes.addAll(new LogLinesResource(found, logLines).routes(guard));
    routes.addAll(new JobLogResource(found, logs, jobShapes).routes(guard));
    return routes;
  }

  private AgentPages agents(Site site, Clusters clusters) {
    return new AgentPages(
        site,
        clusters,
        new Queues(database, audit, clock),
        new AgentTokens(database, audit, clock),
        new Fleet(database),
        orders,
        address.server(),
        clock);
  }

  private BuildPages pages(
      Site site,
      Pipelines pipelines,
      Builds builds,
      BuildCreation creation,
      Clusters clusters,
      Members members) {
    return new BuildPages(
        site,
        pipelines,
        builds,
        new BuildLines(database),
        new BuildOverviews(database),
        creation,
        new Retries(database, clock),
        cancellation,
        live,
        logLines,
        logs,
        new UsageQueries(database),
        clusters,
        members,
        clock);
  }

  private List<Route> agentApi(Guard guard) {
    var dispatch = new Dispatch(database, jobs, rhythm, clock);
    var accepting = new Accepting(database, address, clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new AgentResource(agents, dispatch, orders, rhythm, clock).routes(guard));
    routes.addAll(new JobResource(accepting, jobs, agents, logs).routes(guard));
    routes.addAll(new LogResource(logs).routes(guard));
    routes.addAll(new MetaDataResource(new MetaData(database)).routes(guard));
    routes.addAll(new UploadResource(new Uploads(database, clock)).routes(guard));
    return routes;
  }

  @Override
  public void close() {
    sweep.close();
    live.close();
  }
}

package dev.bridle;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.AllowanceEvents;
import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.BalanceCheck;
import dev.bridle.allowance.Budgets;
import dev.bridle.allowance.BuildLimits;
import dev.bridle.allowance.Housekeeping;
import dev.bridle.allowance.JobStandings;
import dev.bridle.allowance.Repricing;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.blob.Blobs;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipelines;
import dev.bridle.call.CallRoutes;
import dev.bridle.call.Callers;
import dev.bridle.call.ModelCalls;
import dev.bridle.call.Refusals;
import dev.bridle.call.Relay;
import dev.bridle.call.Requests;
import dev.bridle.capture.CaptureOrders;
import dev.bridle.capture.CapturedCalls;
import dev.bridle.capture.Captures;
import dev.bridle.http.Client;
import dev.bridle.http.Heartbeat;
import dev.bridle.http.Route;
import dev.bridle.ledger.AskShapes;
import dev.bridle.ledger.CostCheck;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.Retention;
import dev.bridle.ledger.RollupCheck;
import dev.bridle.ledger.Rollups;
import dev.bridle.ledger.Upkeep;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.ledger.Verification;
import dev.bridle.organization.Members;
import dev.bridle.provider.PriceBooks;
import dev.bridle.rest.AllowanceResource;
import dev.bridle.rest.AllowanceTrialResource;
import dev.bridle.rest.BuildAiResource;
import dev.bridle.rest.CaptureResource;
import dev.bridle.rest.FoundBuilds;
import dev.bridle.rest.LedgerResource;
import dev.bridle.rest.ModelCallResource;
import dev.bridle.rest.PricesResource;
import dev.bridle.rest.RefusedCallResource;
import dev.bridle.rest.RepricingResource;
import dev.bridle.rest.Shapes;
import dev.bridle.rest.UsageResource;
import dev.bridle.store.Database;
import dev.bridle.vault.Vault;
import dev.bridle.web.Site;
import dev.bridle.web.build.AiPages;
import dev.bridle.web.provider.ProviderPages;
import dev.bridle.web.usage.UsagePages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The part of the server through which jobs reach models: which piece of it uses which. */
final class ModelAccess implements AutoCloseable {
  /** How long a call waits for room that other calls hold. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final AuditLog audit;
  private final JobTokens tokens;
  private final PriceBooks books;
  private final RuleParts rules;
  private final InstantSource clock;

  /** Windows and rows go by the database's time, which all servers of it would share. */
  private final InstantSource ledgerClock;

  private final Rollups rollups;
  private final RefusedCalls refused;
  private final Admissions admissions;
  private final Allowances allowances;
  private final ProviderParts providers;
  private final CaptureOrders captureOrders;
  private final CapturedCalls captured;
  private final Captures captures;
  private final Relay relay;
  private final Upkeep upkeep;

  ModelAccess(
      BridleSettings settings,
      Database database,
      Vault vault,
      AuditLog audit,
      JobTokens tokens,
      PriceBooks books,
      RuleParts rules,
      Client client,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.tokens = tokens;
    this.books = books;
    this.rules = rules;
    this.clock = clock;
    ledgerClock = database.time(clock);
    rollups = new Rollups(database);
    refused = new RefusedCalls(database, clock);
    admissions = new Admissions(database, new Ledger(database, ledgerClock), ledgerClock, PATIENCE);
    allowances = new Allowances(database, audit, admissions, ledgerClock);
    providers = new ProviderParts(settings, database, vault, audit, books, client, clock);
    captureOrders = new CaptureOrders(database, audit, clock);
    var blobs = new Blobs(settings.data().resolve("blobs"));
    captured = new CapturedCalls(database, audit, captureOrders, vault, blobs, clock);
    captures = new Captures(captureOrders, captured);
    relay =
        new Relay(
            admissions,
            captures,
            settings.strictLedger(),
            settings.clientGone(),
            Heartbeat.silence(settings.upstream().idle()),
            ledgerClock);
    tokens.whenForgotten(relay::stopCallsOf);
    rules.killSwitches().whenCreated(relay::stopCallsOf);
    providers.connections().listen(new ConnectionChanges(allowances, relay));
    admissions.recover();
    upkeep = upkeep(settings.ledgerRetentionDays());
  }

  private Upkeep upkeep(long keptDays) {
    return new Upkeep(
        List.of(
            rollups::catchUp,
            database::compareTime,
            new Retention(database, rollups, keptDays, clock)::sweep,
            admissions::sweep,
            new Housekeeping(database, keptDays, clock)::sweep,
            captured::sweep,
            captures::tellDropped));
  }

  /** The calls themselves, and all that people see and decide about them. */
  List<Route> routes(Guard guard, Site site, Shapes shapes, Members members, String url) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CallRoutes(calls(), clock).routes());
    routes.addAll(providers.routes(guard, rules.killSwitches(), shapes));
    routes.addAll(
        new ProviderPages(
                site,
                providers.parts(),
                new ProviderPages.Rules(allowances, rules.policies(), rules.killSwitches()),
                url)
            .routes());
    routes.addAll(ofLedger(guard));
    routes.addAll(ofUsage(guard, site, members));
    routes.addAll(ofBuilds(guard, site, members, shapes));
    routes.addAll(ofAllowances(guard, site, shapes));
    return routes;
  }

  private ModelCalls calls() {
    return new ModelCalls(
        new Callers(tokens),
        providers.connected(),
        new Requests(books, ledgerClock),
        rules.policies(),
        rules.killSwitches(),
        admissions,
        new Refusals(refused, new AskShapes(database, clock)),
        relay,
        clock);
  }

  private List<Route> ofLedger(Guard guard) {
    var verification =
        new Verification(
            rollups,
            List.of(
                new RollupCheck(database, clock),
                new CostCheck(database, books::find),
                new BalanceCheck(database, admissions)));
    var repricing =
        new Repricing(database, audit, admissions, id -> books.of(id).join(), books::find);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new PricesResource(books, clock).routes(guard));
    routes.addAll(new LedgerResource(verification).routes(guard));
    routes.addAll(new RepricingResource(repricing).routes(guard));
    routes.addAll(new ModelCallResource(new UsageQueries(database)).routes(guard));
    routes.addAll(new CaptureResource(captureOrders, captured).routes(guard));
    routes.addAll(new RefusedCallResource(refused).routes(guard));
    return routes;
  }

  private List<Route> ofUsage(Guard guard, Site site, Members members) {
    var panels = new UsagePanels(database, clock);
    var budgets = new Budgets(database, clock);
    var usage = new UsageResource(panels, budgets, members);
    List<Route> routes = new ArrayList<>(usage.routes(guard));
    var pipelines = new Pipelines(database, audit, clock);
    var builds = new Builds(database);
    routes.addAll(
        new UsagePages(site, panels, budgets, members, pipelines, builds, usage::csv).routes());
    return routes;
  }

  private List<Route> ofBuilds(Guard guard, Site site, Members members, Shapes shapes) {
    var pipelines = new Pipelines(database, audit, clock);
    var builds = new Builds(database);
    var queries = new UsageQueries(database);
    var found = new FoundBuilds(pipelines, builds);
    var limits = new BuildLimits(database, tokens, admissions);
    var standings = new JobStandings(database, ledgerClock);
    List<Route> routes =
        new ArrayList<>(
            new BuildAiResource(found, queries, refused, limits, standings, shapes).routes(guard));
    routes.addAll(
        new AiPages(
                site,
                pipelines,
                builds,
                new BuildOverviews(database),
                members,
                queries,
                refused,
                limits,
                standings,
                clock)
            .routes());
    return routes;
  }

  private List<Route> ofAllowances(Guard guard, Site site, Shapes shapes) {
    var trial = new AllowanceTrial(database, id -> books.of(id).join(), ledgerClock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new AllowanceResource(allowances, new AllowanceEvents(database)).routes(guard));
    routes.addAll(
        new AllowanceTrialResource(allowances, trial, rules.dryRuns(shapes)).routes(guard));
    routes.addAll(rules.pages(site).ofAllowances(allowances, trial));
    return routes;
  }

  /** Ends the calls that are under way. */
  void stopAll() {
    relay.stopAll();
  }

  void awaitSettled(Duration atMost) {
    relay.awaitSettled(atMost);
  }

  @Override
  public void close() {
    upkeep.close();
    captures.close();
  }
}

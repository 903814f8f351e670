package dev.bridle;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.AllowanceEvents;
import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.BalanceCheck;
import dev.bridle.allowance.Budgets;
import dev.bridle.allowance.Housekeeping;
import dev.bridle.allowance.Repricing;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Sessions;
import dev.bridle.blob.Blobs;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.Builds;
import dev.bridle.build.Pipelines;
import dev.bridle.call.CallErrors;
import dev.bridle.call.CallRoutes;
import dev.bridle.call.Callers;
import dev.bridle.call.ModelCalls;
import dev.bridle.call.Refusals;
import dev.bridle.call.Relay;
import dev.bridle.call.Requests;
import dev.bridle.capture.CaptureOrders;
import dev.bridle.capture.CapturedCalls;
import dev.bridle.capture.Captures;
import dev.bridle.config.Secret;
import dev.bridle.http.ErrorReplies;
import dev.bridle.http.Guarded;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.Server;
import dev.bridle.http.Turns;
import dev.bridle.ledger.AskShapes;
import dev.bridle.ledger.CostCheck;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.PastAsks;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.Retention;
import dev.bridle.ledger.RollupCheck;
import dev.bridle.ledger.Rollups;
import dev.bridle.ledger.Upkeep;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.ledger.Verification;
import dev.bridle.organization.Members;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.SetupSecret;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.PriceBooks;
import dev.bridle.rest.AiPolicyResource;
import dev.bridle.rest.AllowanceResource;
import dev.bridle.rest.AllowanceTrialResource;
import dev.bridle.rest.AuditExport;
import dev.bridle.rest.BuildAiResource;
import dev.bridle.rest.CaptureResource;
import dev.bridle.rest.DryRuns;
import dev.bridle.rest.FoundBuilds;
import dev.bridle.rest.KillSwitchResource;
import dev.bridle.rest.LedgerResource;
import dev.bridle.rest.ModelCallResource;
import dev.bridle.rest.PolicyTrialResource;
import dev.bridle.rest.PolicyVersionResource;
import dev.bridle.rest.PricesResource;
import dev.bridle.rest.RefusedCallResource;
import dev.bridle.rest.RepricingResource;
import dev.bridle.rest.Shapes;
import dev.bridle.rest.UsageResource;
import dev.bridle.store.Database;
import dev.bridle.vault.MasterKey;
import dev.bridle.vault.Vault;
import dev.bridle.web.Assets;
import dev.bridle.web.ErrorPages;
import dev.bridle.web.Pages;
import dev.bridle.web.Site;
import dev.bridle.web.build.AiPages;
import dev.bridle.web.provider.ProviderPages;
import dev.bridle.web.rule.RulePages;
import dev.bridle.web.usage.UsagePages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running server. Read this page to see which part uses which. */
public final class Bridle implements AutoCloseable {
  /** How long a call waits for room that other calls hold. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How many dry runs there are at once. */
  private static final int DRY_RUNS = 2;

  private final BridleSettings settings;
  private final DataFolder folder;
  private final Vault vault;
  private final Database database;
  private final Server server;
  private @Nullable Relay relay;
  private @Nullable Captures captures;
  private @Nullable Upkeep upkeep;
  private @Nullable ControlPlane controlPlane;

  private Bridle(
      BridleSettings settings, DataFolder folder, Vault vault, Database database, Server server) {
    this.settings = settings;
    this.folder = folder;
    this.vault = vault;
    this.database = database;
    this.server = server;
  }

  /** Everything that tests replace is a parameter; everything else is made inside. */
  public static Bridle start(BridleSettings settings, InstantSource clock) throws IOException {
    var folder = DataFolder.take(settings.data());
    var open = new ArrayDeque<AutoCloseable>(List.of(folder));
    try {
      var vault = vault(settings);
      settings.database().file().ifPresent(folder::reserve);
      var database = database(settings);
      open.push(database);
      var pages = new Pages(new Assets());
      var server = new Server(failures(new ErrorPages(pages), new CallErrors(clock)));
      open.push(server);
      listen(server, settings);
      var bridle = new Bridle(settings, folder, vault, database, server);
      server.serve(bridle.routes(pages, clock));
      folder.writeAddress(bridle.localUrl());
      return bridle;
    } catch (Throwable e) {
      closeAll(open, e);
      throw e;
    }
  }

  private static Vault vault(BridleSettings settings) {
    Path file = settings.data().resolve("master.key");
    return new Vault(MasterKey.of(settings.masterKey(), settings.masterKeyCommand(), file));
  }

  private static Database database(BridleSettings settings) {
    try {
      var database = Database.open(settings.database());
      try {
        database.claim();
        return database;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      throw CannotStart.because("The database " + settings.database() + " can't be opened", e);
    }
  }

  private static void listen(Server server, BridleSettings settings) {
    try {
      server.listen(settings.listen());
    } catch (Exception e) {
      String where = settings.listen().getHostString() + ":" + settings.listen().getPort();
      throw CannotStart.because("The server can't listen on " + where, e);
    }
  }

  private static void closeAll(Iterable<AutoCloseable> open, Throwable why) {
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  /** People read pages, programs read JSON. */
  private static ErrorReplies failures(ErrorPages pages, CallErrors calls) {
    return (asked, why) ->
        ErrorPages.suit(asked)
            ? pages.page(Failures.error(why))
            : CallErrors.suit(asked)
                ? calls.reply(asked, Failures.error(why))
                : Failures.reply(why);
  }

  private List<Route> routes(Pages pages, InstantSource clock) throws IOException {
    var guard = new Guard(database, clock);
    var sessions = new Sessions(database, clock);
    var site = Site.at(url(), pages, sessions);
    var audit = new AuditLog(database, clock);
    var tokens = new JobTokens(database);
    var shapes = new Shapes(url());

    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/health", Guarded.anyone(_ -> health())));
    routes.addAll(pages.routes());
    routes.addAll(
        new Administration(settings, database, audit, url(), clock).routes(guard, site, sessions));
    controlPlane = new ControlPlane(settings, database, tokens, url(), clock);
    var members = new Members(database, audit, clock);
    routes.addAll(
        controlPlane.routes(
            guard, site, shapes, members, UsageResource.ofBuilds(new UsageQueries(database))));
    var books = new PriceBooks(database, audit, PriceBook.builtIn(), clock);
    var policies = new Policies(database, audit, clock);
    var killSwitches = new KillSwitches(database, audit, clock);
    var turns = new Turns(DRY_RUNS, "Other dry runs are under way; try again in a few seconds.");
    var dryRuns = new DryRuns(shapes, turns);
    var rulePages = new RulePages(site, turns);
    var trial = new PolicyTrial(new PastAsks(database), tokens, clock);
    routes.addAll(new AiPolicyResource(policies, tokens, books, clock).routes(guard));
    routes.addAll(new PolicyVersionResource(policies).routes(guard));
    routes.addAll(new PolicyTrialResource(policies, trial, dryRuns).routes(guard));
    routes.addAll(new KillSwitchResource(killSwitches, clock).routes(guard));
    var export = new AuditExport(audit, shapes);
    routes.addAll(rulePages.ofPolicy(policies, trial));
    routes.addAll(rulePages.ofKillSwitches(killSwitches, clock));
    routes.addAll(rulePages.ofAudit(audit, export::csv, export::jsonLines));
    routes.addAll(
        modelCalls(
            guard,
            site,
            audit,
            tokens,
            policies,
            killSwitches,
            books,
            shapes,
            dryRuns,
            rulePages,
            clock));
    return routes;
  }

  /** Well is a server that reaches its data. */
  private Reply health() {
    int one = database.read(sql -> sql.selectOne().fetchSingle().value1());
    return Reply.ok(Map.of("status", one == 1 ? "ok" : "broken"));
  }

  private List<Route> modelCalls(
      Guard guard,
      Site site,
      AuditLog audit,
      JobTokens tokens,
      Policies policies,
      KillSwitches killSwitches,
      PriceBooks books,
      Shapes shapes,
      DryRuns dryRuns,
      RulePages rulePages,
      InstantSource clock) {
    // Windows and rows go by the database's time, which all servers of it would share.
    var ledgerClock = database.time(clock);
    var ledger = new Ledger(database, ledgerClock);
    var admissions = new Admissions(database, ledger, ledgerClock, PATIENCE);
    var rollups = new Rollups(database);
    var verification =
        new Verification(
            rollups,
            List.of(
                new RollupCheck(database, clock),
                new CostCheck(database, books::find),
                new BalanceCheck(database, admissions)));
    var repricing =
        new Repricing(database, audit, admissions, id -> books.of(id).join(), books::find);
    var queries = new UsageQueries(database);
    var client = server.client(settings.upstream(), settings.upstreamTrust());
    var providers = new ProviderParts(settings, database, vault, audit, books, client, clock);
    var allowances = new Allowances(database, audit, admissions, ledgerClock);
    var refused = new RefusedCalls(database, clock);
    var captureOrders = new CaptureOrders(database, audit, clock);
    var blobs = new Blobs(settings.data().resolve("blobs"));
    var captured = new CapturedCalls(database, audit, captureOrders, vault, blobs, clock);
    captures = new Captures(captureOrders, captured);
    relay =
        new Relay(
            admissions, captures, settings.strictLedger(), settings.clientGone(), ledgerClock);
    var calls =
        new ModelCalls(
            new Callers(tokens),
            providers.connected(),
            new Requests(books, ledgerClock),
            policies,
            killSwitches,
            admissions,
            new Refusals(refused, new AskShapes(database, clock)),
            relay,
            clock);
    tokens.whenForgotten(relay::stopCallsOf);
    killSwitches.whenCreated(relay::stopCallsOf);
    providers.connections().listen(new ConnectionChanges(allowances, relay));
    admissions.recover();
    long keptDays = settings.ledgerRetentionDays();
    upkeep =
        new Upkeep(
            List.of(
                rollups::catchUp,
                database::compareTime,
                new Retention(database, rollups, keptDays, clock)::sweep,
                admissions::sweep,
                new Housekeeping(database, keptDays, clock)::sweep,
                captured::sweep,
                captures::tellDropped));

    List<Route> routes = new ArrayList<>();
    routes.addAll(new CallRoutes(calls, clock).routes());
    routes.addAll(providers.routes(guard, killSwitches, shapes));
    routes.addAll(
        new ProviderPages(
                site,
                providers.parts(),
                new ProviderPages.Rules(allowances, policies, killSwitches),
                url())
            .routes());
    routes.addAll(new PricesResource(books, clock).routes(guard));
    routes.addAll(new LedgerResource(verification).routes(guard));
    routes.addAll(new RepricingResource(repricing).routes(guard));
    var panels = new UsagePanels(database, clock);
    var budgets = new Budgets(database, clock);
    var usage = new UsageResource(panels, budgets);
    routes.addAll(usage.routes(guard));
    routes.addAll(new ModelCallResource(queries).routes(guard));
    routes.addAll(new CaptureResource(captureOrders, captured).routes(guard));
    routes.addAll(new RefusedCallResource(refused).routes(guard));
    var pipelines = new Pipelines(database, clock);
    var builds = new Builds(database);
    var members = new Members(database, audit, clock);
    routes.addAll(new UsagePages(site, panels, budgets, members, usage::csv).routes());
    routes.addAll(
        new BuildAiResource(
                new FoundBuilds(pipelines, builds), queries, refused, admissions, tokens)
            .routes(guard));
    routes.addAll(
        new AiPages(
                site,
                pipelines,
                builds,
                new BuildOverviews(database),
                members,
                queries,
                refused,
                admissions,
                tokens,
                clock)
            .routes());
    routes.addAll(new AllowanceResource(allowances, new AllowanceEvents(database)).routes(guard));
    var allowanceTrial = new AllowanceTrial(database, id -> books.of(id).join(), ledgerClock);
    routes.addAll(new AllowanceTrialResource(allowances, allowanceTrial, dryRuns).routes(guard));
    routes.addAll(rulePages.ofAllowances(allowances, allowanceTrial));
    return routes;
  }

  /** Whether nobody has set this server up yet. */
  public boolean isNew() {
    return new Organizations(database).none();
  }

  /** Where a new server is set up in a browser, once; whoever has it becomes administrator. */
  public Optional<Secret> setupLink() {
    Path file = SetupSecret.file(settings.data());
    try {
      return isNew()
          ? Optional.of(new Secret(url() + "/setup?secret=" + Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line on this machine finds the server by this file. */
  public static Path addressFile(Path data) {
    return DataFolder.addressFile(data);
  }

  /** The address that agents, jobs and people use. */
  public String url() {
    return settings.publicUrl().orElseGet(this::localUrl);
  }

  /** Every route that is served, for the page of routes. */
  public List<Route> routes() {
    return server.routes();
  }

  /** The address that it listens on, with the port that it really has. */
  public String localUrl() {
    String host = settings.listen().getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  @Override
  public void close() {
    // From here on agents can't reach us, which must not be held against them.
    if (controlPlane != null) {
      controlPlane.close();
    }
    server.drain(settings.drain(), relay == null ? () -> {} : relay::stopAll);
    if (relay != null) {
      relay.awaitSettled(Duration.ofSeconds(5));
    }
    server.close();
    if (upkeep != null) {
      upkeep.close();
    }
    if (captures != null) {
      captures.close();
    }
    database.close();
    folder.close();
  }
}

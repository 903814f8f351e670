package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Sessions;
import dev.bridle.call.CallErrors;
import dev.bridle.config.Secret;
import dev.bridle.http.ErrorReplies;
import dev.bridle.http.Guarded;
import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.Server;
import dev.bridle.http.ServerLimits;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.organization.Members;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.SetupSecret;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.PriceBooks;
import dev.bridle.rest.Shapes;
import dev.bridle.rest.UsageResource;
import dev.bridle.store.Database;
import dev.bridle.vault.MasterKey;
import dev.bridle.vault.Vault;
import dev.bridle.web.Assets;
import dev.bridle.web.ErrorPages;
import dev.bridle.web.Pages;
import dev.bridle.web.Site;
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
  /**
   * For half a year, and for this host alone: its neighbours may have no certificate, and who goes
   * back to HTTP one day has not shut everyone out for ever.
   */
  private static final Headers STAY_WITH_HTTPS =
      Headers.of("Strict-Transport-Security", "max-age=15552000");

  private final BridleSettings settings;
  private final DataFolder folder;
  private final Vault vault;
  private final Database database;
  private final Server server;
  private @Nullable ControlPlane controlPlane;
  private @Nullable ModelAccess models;

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
      var server =
          new Server(
              failures(new ErrorPages(pages), new CallErrors(clock)),
              ServerLimits.of(settings.clientIdle()),
              settings.trustedProxies(),
              settings.isHttps() ? STAY_WITH_HTTPS : Headers.NONE);
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
    var audit = new AuditLog(database, clock);
    var sessions = new Sessions(database, audit, clock);
    var site = Site.at(url(), pages, sessions, Failures::error);
    var tokens = new JobTokens(database);
    var shapes = new Shapes(url());

    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/health", Guarded.anyone(_ -> health())));
    routes.addAll(pages.routes());
    routes.addAll(
        new Administration(settings, database, audit, url(), clock).routes(guard, site, sessions));
    controlPlane = new ControlPlane(settings, database, audit, tokens, url(), clock);
    var members = new Members(database, audit, clock);
    routes.addAll(
        controlPlane.routes(
            guard, site, shapes, members, UsageResource.ofBuilds(new UsageQueries(database))));
    var books = new PriceBooks(database, audit, PriceBook.builtIn(), clock);
    var rules = new RuleParts(database, audit, tokens, books, clock);
    routes.addAll(rules.routes(guard, site, shapes));
    var client = server.client(settings.upstream(), settings.upstreamTrust());
    models = new ModelAccess(settings, database, vault, audit, tokens, books, rules, client, clock);
    routes.addAll(models.routes(guard, site, shapes, members, url()));
    return routes;
  }

  /** Well is a server that reaches its data. */
  private Reply health() {
    int one = database.read(sql -> sql.selectOne().fetchSingle().value1());
    return Reply.ok(Map.of("status", one == 1 ? "ok" : "broken"));
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
    server.drain(settings.drain(), models == null ? () -> {} : models::stopAll);
    if (models != null) {
      models.awaitSettled(Duration.ofSeconds(5));
    }
    server.close();
    if (models != null) {
      models.close();
    }
    database.close();
    folder.close();
  }
}

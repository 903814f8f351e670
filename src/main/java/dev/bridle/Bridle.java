package dev.bridle;

import dev.bridle.allowance.Allowances;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.JobTokens;
import dev.bridle.call.Connected;
import dev.bridle.call.ModelCalls;
import dev.bridle.call.Relay;
import dev.bridle.http.Guarded;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.Server;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.policy.Policy;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.Addresses;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.Pacing;
import dev.bridle.provider.Sandbox;
import dev.bridle.provider.SandboxAnswers;
import dev.bridle.provider.Upstreams;
import dev.bridle.rest.CallList;
import dev.bridle.rest.ModelProviders;
import dev.bridle.rest.Usage;
import dev.bridle.store.Database;
import dev.bridle.vault.MasterKey;
import dev.bridle.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running server. Read this page to see which part uses which. */
public final class Bridle implements AutoCloseable {
  private final BridleSettings settings;
  private final Database database;
  private final Server server;
  private @Nullable Relay relay;

  private Bridle(BridleSettings settings, Database database, Server server) {
    this.settings = settings;
    this.database = database;
    this.server = server;
  }

  /** Everything that tests replace is a parameter; everything else is made inside. */
  public static Bridle start(BridleSettings settings, InstantSource clock) throws IOException {
    Files.createDirectories(settings.data());
    var database = Database.open(settings.database());
    var server = new Server(Failures::reply);
    server.listen(settings.listen());
    var bridle = new Bridle(settings, database, server);
    server.serve(bridle.routes(clock));
    bridle.tellAddress();
    return bridle;
  }

  private List<Route> routes(InstantSource clock) {
    var guard = new Guard(database);
    var audit = new AuditLog(database, clock);
    var tokens = new JobTokens(database);

    var prices = PriceBook.anthropic();
    var ledger = new Ledger(database, prices, clock);
    var queries = new UsageQueries(database);
    var vault =
        new Vault(MasterKey.of(settings.masterKey(), settings.data().resolve("master.key")));
    var operator = new Connections.Operator(settings.anthropicUrl(), settings.anthropicKey());
    var connections = new Connections(database, vault, audit, operator, clock);
    var addresses = new Addresses(settings.anthropicUrl(), settings.privateProviders());
    var sandbox = new Sandbox(new SandboxAnswers(prices, clock, Pacing.LIFELIKE));
    var upstreams = new Upstreams(server.client(settings.upstream()), addresses, sandbox);
    var desk = new ConnectionDesk(connections, operator, addresses, upstreams);
    var connected = new Connected(connections, upstreams);
    relay = new Relay(ledger, settings.strictLedger(), clock);
    var calls =
        new ModelCalls(
            tokens,
            connected,
            Policy.ALLOW_ALL,
            Allowances.UNLIMITED,
            ledger,
            relay,
            prices,
            clock);
    ledger.settleOrphans();

    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/health", Guarded.anyone(_ -> Reply.ok(Map.of("status", "ok")))));
    routes.addAll(calls.routes());
    routes.addAll(new ModelProviders(connections, desk).routes(guard));
    routes.addAll(new Usage(queries, clock).routes(guard));
    routes.addAll(new CallList(queries).routes(guard));
    return routes;
  }

  /** The command line on this machine finds the server by this file. */
  private void tellAddress() throws IOException {
    Files.writeString(addressFile(settings.data()), localUrl() + "\n");
  }

  public static Path addressFile(Path data) {
    return data.resolve("server.address");
  }

  /** The address that agents, jobs and people use. */
  public String url() {
    return settings.publicUrl().orElseGet(this::localUrl);
  }

  /** Every route that is served, for the page of routes. */
  public List<Route> routes() {
    return server.routes();
  }

  private String localUrl() {
    String host = settings.listen().getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  @Override
  public void close() {
    server.drain(settings.drain());
    if (relay != null) {
      relay.awaitSettled(Duration.ofSeconds(5));
    }
    server.close();
    database.close();
  }
}

package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.http.Guarded;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.Server;
import dev.bridle.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running server. Read this page to see which part uses which. */
public final class Bridle implements AutoCloseable {
  private final BridleSettings settings;
  private final Database database;
  private final Server server;

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
    var _ = new Guard(database);
    var _ = new AuditLog(database, clock);

    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/health", Guarded.anyone(_ -> Reply.ok(Map.of("status", "ok")))));
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

  private String localUrl() {
    String host = settings.listen().getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  @Override
  public void close() {
    server.drain(settings.drain());
    server.close();
    database.close();
  }
}

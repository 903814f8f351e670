package dev.bridle.testing;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import dev.bridle.config.Secret;
import dev.bridle.http.Route;
import dev.bridle.organization.SetupSecret;
import dev.bridle.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A whole server on a free port with a folder of its own. */
public final class RunningBridle implements AutoCloseable {
  public static final String ANA = "ana@example.com";
  public static final String BEN = "ben@example.com";
  public static final String PASSWORD = "a long enough password";

  private final Path data;
  private final DatabaseUrl database;
  private final Bridle bridle;

  private RunningBridle(Path data, DatabaseUrl database, Bridle bridle) {
    this.data = data;
    this.database = database;
    this.bridle = bridle;
  }

  public static RunningBridle start() {
    return start(Engine.SQLITE);
  }

  public static RunningBridle start(Engine engine) {
    return start(engine, Map.of());
  }

  /** With more settings, as flags without their hyphens. */
  public static RunningBridle start(Engine engine, Map<String, String> flags) {
    return start(engine, flags, Map.of());
  }

  /** With variables of the environment too. */
  public static RunningBridle start(
      Engine engine, Map<String, String> flags, Map<String, String> variables) {
    var data = Engine.temporaryFolder();
    var all = new HashMap<>(flags);
    all.putAll(on(engine, data));
    return start(data, all, variables);
  }

  /** In a folder that has a database already, or will get one. */
  public static RunningBridle start(Path data, Map<String, String> flags) {
    return start(data, flags, Map.of());
  }

  /** With variables of the environment too. */
  public static RunningBridle start(
      Path data, Map<String, String> flags, Map<String, String> variables) {
    var all = new HashMap<>(flags);
    all.put("data", data.toString());
    all.putIfAbsent("listen", "127.0.0.1:0");
    all.putIfAbsent("drain-seconds", "0");
    try {
      var settings = BridleSettings.read(all, variables);
      return new RunningBridle(
          data, settings.database(), Bridle.start(settings, InstantSource.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The setting that puts a server on an empty database of this engine. */
  public static Map<String, String> on(Engine engine) {
    return on(engine.emptyDatabase());
  }

  /**
   * The same with a database that has the schema already.
   *
   * @param data the server's folder
   */
  public static Map<String, String> on(Engine engine, Path data) {
    return on(engine.newDatabase(data));
  }

  private static Map<String, String> on(DatabaseUrl database) {
    if (database.file().isPresent()) {
      return Map.of();
    }
    String address = database.jdbc().substring("jdbc:postgresql://".length());
    return Map.of("database-url", "postgresql://" + database.user().orElseThrow() + "@" + address);
  }

  public Path data() {
    return data;
  }

  /** Where its database is, for what no face of it would do. */
  public DatabaseUrl databaseUrl() {
    return database;
  }

  /** All routes that it has. */
  public List<Route> routes() {
    return bridle.routes();
  }

  public String url() {
    return bridle.url();
  }

  /** What a new server prints. */
  public Optional<Secret> setupLink() {
    return bridle.setupLink();
  }

  /** Where it listens, whatever it tells others. */
  public String localUrl() {
    return bridle.localUrl();
  }

  public Calls as(String token) {
    return new Calls(url(), "Bearer " + token);
  }

  public Calls asNobody() {
    return new Calls(url(), "");
  }

  public String setupSecret() {
    try {
      return Files.readString(SetupSecret.file(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The organization {@code acme} of Ana, and its tokens. */
  public JsonNode setUp() {
    return as(setupSecret())
        .post("/v2/setup", Map.of("organization", "acme", "email", "ana@example.com"))
        .json();
  }

  /**
   * The organization {@code acme} of Ana, who is its administrator, and Ben, a member; both can
   * sign in.
   *
   * @return the tokens, as from {@link #setUp}
   */
  public JsonNode setUpForPeople() {
    var made =
        as(setupSecret())
            .post(
                "/v2/setup",
                Map.of(
                    "organization", "acme",
                    "organization_name", "Acme",
                    "email", ANA,
                    "name", "Ana Torres"))
            .json();
    as(made.path("api_token").asString())
        .post(
            "/v2/organizations/acme/members",
            Map.of("email", BEN, "name", "Ben Okafor", "role", "member"));
    KnownPassword.giveTo(List.of(ANA, BEN), database);
    return made;
  }

  /** Someone who has not signed in. */
  public Walker walker() {
    return new Walker(url());
  }

  @Override
  public void close() {
    bridle.close();
  }
}

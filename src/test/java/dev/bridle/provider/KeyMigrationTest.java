package dev.bridle.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.store.Sha256;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.vault.Vault;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connections that were made when each had one key have that key in their pool. */
@OnBothEngines
class KeyMigrationTest {
  private static final Secret OWN = new Secret("sk-ant-own-key-abcd1234WXYZ");
  private static final Secret OPERATORS = new Secret("sk-ant-operator-000000001");

  private final Vault vault = new Vault(new byte[32]);
  private final DatabaseUrl url;

  KeyMigrationTest(Engine engine) {
    url = engine.emptyDatabase();
  }

  private Flyway flyway(String target) {
    return Flyway.configure()
        .dataSource(url.jdbc(), url.user().orElse(null), url.password().orElse(null))
        .locations("classpath:db/migration")
        .target(target)
        .load();
  }

  private void before(
      String id,
      String method,
      byte @Nullable [] sealed,
      @Nullable String last4,
      @Nullable String rejected)
      throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                url.jdbc(), url.user().orElse(null), url.password().orElse(null));
        var row =
            connection.prepareStatement(
                """
                insert into model_provider (id, organization_id, provider, method, auth, enabled,
                  verified, sealed_key, key_last4, created_ms, updated_ms, last_used_ms,
                  rejected_key, rejected_ms)
                values (?, 'acme', ?, ?, 'x-api-key', true, true, ?, ?, 1000, 2000, 3000, ?, ?)\
                """)) {
      row.setString(1, id);
      row.setString(2, method.equals("byo") ? "anthropic" : "openai");
      row.setString(3, method);
      row.setBytes(4, sealed);
      row.setString(5, last4);
      row.setString(6, rejected);
      row.setObject(7, rejected == null ? null : 4000L, java.sql.Types.BIGINT);
      row.executeUpdate();
    }
  }

  private void organization() throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                url.jdbc(), url.user().orElse(null), url.password().orElse(null));
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into organization (id, slug, name, created_ms) values ('acme', 'acme', 'Acme', 1)");
    }
  }

  private Connections connections(Database database) {
    var clock = InstantSource.system();
    var audit = new AuditLog(database, clock);
    var own = new Operator.Own(URI.create("https://x.example"), Optional.of(OPERATORS));
    return new Connections(
        database,
        new ProviderKeys(database, vault, audit, clock),
        new Breakers(clock),
        audit,
        new Operator(Map.of("anthropic", own, "openai", own)),
        clock);
  }

  @Test
  void theOneKeyIsTheFirstOfThePoolAndOpensAsBefore() throws SQLException {
    flyway("6").migrate();
    organization();
    before("c1", "byo", vault.seal(OWN, "model-provider/c1"), "WXYZ", null);
    try (var database = Database.open(url)) {
      var connections = connections(database);
      var found = connections.find("acme", "anthropic").join().orElseThrow();
      assertThat(found.keys()).containsExactly(new ProviderKey("c1", OWN, false));
      var shown = connections.show(new Place("acme", "anthropic", false)).orElseThrow();
      assertThat(shown.keyLast4()).isEqualTo("WXYZ");
      assertThat(shown.verified()).isTrue();
      assertThat(shown.keys().getFirst().lastUsedAt()).hasToString("1970-01-01T00:00:03Z");
      assertThat(shown.rejectedAt()).isNull();
    }
  }

  @Test
  void aRejectedKeyStaysRejected() throws SQLException {
    flyway("6").migrate();
    organization();
    before("c1", "byo", vault.seal(OWN, "model-provider/c1"), "WXYZ", Sha256.of(OWN.reveal()));
    before("c2", "hosted", null, null, Sha256.of(OPERATORS.reveal()));
    try (var database = Database.open(url)) {
      var connections = connections(database);
      for (String provider : new String[] {"anthropic", "openai"}) {
        var found = connections.find("acme", provider).join().orElseThrow();
        assertThat(found.keys()).extracting(ProviderKey::rejected).containsExactly(true);
        assertThat(connections.show(new Place("acme", provider, false)).orElseThrow().rejectedAt())
            .hasToString("1970-01-01T00:00:04Z");
      }
    }
  }
}

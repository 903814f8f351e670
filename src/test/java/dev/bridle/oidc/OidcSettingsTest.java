package dev.bridle.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Settings;
import dev.bridle.testing.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OidcSettingsTest {
  private static final Map<String, String> ENOUGH =
      Map.of("oidc-issuer", "https://id.example.com", "oidc-client-id", "bridle");

  private static Optional<OidcSettings> read(String... more) {
    var flags = new HashMap<>(ENOUGH);
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return OidcSettings.read(
        Settings.read(
            OidcSettings.ALL,
            flags,
            Map.of("BRIDLE_OIDC_CLIENT_SECRET", "hush"),
            Engine.temporaryFolder().resolve("none")));
  }

  @Test
  void withoutAnIssuerThereIsNone() {
    assertThat(read("oidc-issuer", "")).isEmpty();
  }

  @Test
  void allIsRead() {
    var said =
        read("oidc-role-claim", "groups", "oidc-admins", "a, b,,", "oidc-members", "c")
            .orElseThrow();
    assertThat(said.roles())
        .contains(new OidcSettings.RoleClaim("groups", Set.of("a", "b"), Set.of("c")));
    assertThat(said.toString()).doesNotContain("hush");
  }

  @Test
  void whatIsNotSafeOrNotWholeIsTold() {
    assertThatThrownBy(() -> read("oidc-issuer", "http://id.example.com"))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("https");
    assertThatThrownBy(() -> read("oidc-issuer", "id.example.com")).isInstanceOf(BadSetting.class);
    assertThatThrownBy(() -> read("oidc-client-id", ""))
        .hasMessageContaining("--oidc-client-id is needed");
    assertThatThrownBy(() -> read("oidc-scopes", "email")).hasMessageContaining("openid");
    assertThatThrownBy(() -> read("oidc-admins", "a")).hasMessageContaining("--oidc-role-claim");
  }

  @Test
  void thisMachineNeedsNoHttps() {
    assertThat(read("oidc-issuer", "http://127.0.0.1:3000")).isPresent();
  }
}

package dev.bridle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.BridleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Setting PORT = Setting.plain("some-port", "1", "A port.");
  private static final Setting KEY = Setting.secret("some-key", "A key.");

  @TempDir Path folder;

  private Settings read(Map<String, String> flags, Map<String, String> variables, String file)
      throws IOException {
    Path path = folder.resolve("bridle.properties");
    Files.writeString(path, file);
    return Settings.read(List.of(PORT, KEY), flags, variables, path);
  }

  @Test
  void aFlagIsStrongerThanAVariableAndAVariableThanTheFile() throws IOException {
    assertThat(read(Map.of(), Map.of(), "").number(PORT)).isEqualTo(1);
    assertThat(read(Map.of(), Map.of(), "some-port = 2\n").number(PORT)).isEqualTo(2);
    var variable = Map.of("BRIDLE_SOME_PORT", "3");
    assertThat(read(Map.of(), variable, "some-port=2\n").number(PORT)).isEqualTo(3);
    assertThat(read(Map.of("some-port", "4"), variable, "some-port=2\n").number(PORT)).isEqualTo(4);
  }

  @Test
  void allMistakesOfTheFileAreToldAtOnce() {
    assertThatThrownBy(() -> read(Map.of(), Map.of(), "some-prt=2\nsome-key=x\n"))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("unknown setting 'some-prt'")
        .hasMessageContaining("the secret 'some-key' belongs in a variable");
  }

  @Test
  void aSecretComesFromAVariableOrAFileAndCantBePrinted() throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "s3cret\n");
    var settings = read(Map.of(), Map.of("BRIDLE_SOME_KEY_FILE", secret.toString()), "");
    assertThat(settings.secret(KEY).orElseThrow().reveal()).isEqualTo("s3cret");
    assertThat(settings.secret(KEY).toString()).doesNotContain("s3cret");
    assertThat(
            read(Map.of(), Map.of("BRIDLE_SOME_KEY", "x"), "").secret(KEY).orElseThrow().reveal())
        .isEqualTo("x");
    assertThatThrownBy(
            () -> read(Map.of(), Map.of("BRIDLE_SOME_KEY_FILE", "/no/such"), "").secret(KEY))
        .hasMessage("BRIDLE_SOME_KEY_FILE: /no/such can't be read");
  }

  @Test
  void badValuesAreNamed() throws IOException {
    assertThatThrownBy(() -> read(Map.of("some-port", "many"), Map.of(), "").number(PORT))
        .hasMessage("--some-port must be a whole number, but is 'many'");
    for (String listen : new String[] {"8080", "host:", "host:99999", ":80"}) {
      assertThatThrownBy(() ->
              BridleSettings.read(Map.of("data", folder.toString(), "listen", listen), Map.of()))
          .isInstanceOf(BadSetting.class)
          .hasMessage("--listen must be HOST:PORT, but is '" + listen + "'");
    }
    assertThatThrownBy(() ->
            BridleSettings.read(
                Map.of("data", folder.toString(), "database-url", "mysql://x"), Map.of()))
        .hasMessageContaining("postgresql://user@host:5432/name");
  }

  @Test
  void settingsPrintNoPassword() {
    var settings =
        BridleSettings.read(
            Map.of("data", folder.toString(), "database-url", "postgresql://u:geheim@h/d"),
            Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-geheim"));
    assertThat(settings.toString()).doesNotContain("geheim");
  }

  @Test
  void aFileOfAuthoritiesHoldsCertificatesOrNothingStarts() throws IOException {
    var missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> server(Map.of("upstream-ca-file", missing.toString())))
        .isInstanceOf(BadSetting.class)
        .hasMessage("--upstream-ca-file: " + missing + " can't be read");
    var empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> server(Map.of("upstream-ca-file", empty.toString())))
        .isInstanceOf(BadSetting.class)
        .hasMessage("--upstream-ca-file: " + empty + " holds no certificate");
    var other = Files.writeString(folder.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
    assertThatThrownBy(() -> server(Map.of("upstream-ca-file", other.toString())))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("is not a file of certificates in PEM");
  }

  @Test
  void aLimitOfAProviderIsNeverNothing() {
    for (String key :
        List.of(
            "upstream-connect-seconds",
            "upstream-first-byte-seconds",
            "upstream-idle-seconds",
            "upstream-connections",
            "upstream-http2-connections",
            "upstream-http2-streams")) {
      assertThatThrownBy(() -> server(Map.of(key, "0")))
          .isInstanceOf(BadSetting.class)
          .hasMessageStartingWith("--" + key + " must be from 1 to ");
    }
  }

  private BridleSettings server(Map<String, String> flags) {
    var all = new HashMap<>(flags);
    all.put("data", folder.toString());
    return BridleSettings.read(all, Map.of());
  }
}

package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.config.BadSetting;
import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose failed sign-ins are counted, where all come through one machine. */
class SignInBehindProxyTest {
  private static int signIn(RunningBridle bridle, String password, String forwarded) {
    var walker = bridle.walker();
    var fields =
        Map.of("email", ANA, "password", password, "form_token", walker.formToken("/login"));
    return walker.post("/login", fields, "X-Forwarded-For", forwarded).statusCode();
  }

  private static RunningBridle behind(String proxies) {
    var bridle = RunningBridle.start(Engine.temporaryFolder(), Map.of("trusted-proxies", proxies));
    bridle.setUpForPeople();
    return bridle;
  }

  @Test
  void eachClientOfATrustedProxyIsCountedByItself() {
    try (var bridle = behind("127.0.0.0/8, ::1")) {
      for (int i = 0; i < 10; i++) {
        assertThat(signIn(bridle, "guess " + i, "203.0.113.1")).isEqualTo(401);
      }
      assertThat(signIn(bridle, PASSWORD, "203.0.113.1")).isEqualTo(429);
      assertThat(signIn(bridle, PASSWORD, "198.51.100.9, 203.0.113.1"))
          .as("what the client itself wrote before it doesn't help")
          .isEqualTo(429);
      assertThat(signIn(bridle, PASSWORD, "203.0.113.2")).isEqualTo(303);
      var log = bridle.walker().signedIn(ANA, PASSWORD).get("/organizations/acme/audit-log").body();
      assertThat(log).contains("203.0.113.1", "203.0.113.2").doesNotContain("198.51.100.9");
    }
  }

  @Test
  void whoIsNotTrustedIsNotBelieved() {
    try (var bridle = behind("192.0.2.1")) {
      for (int i = 0; i < 10; i++) {
        assertThat(signIn(bridle, "guess " + i, "203.0.113." + i)).isEqualTo(401);
      }
      assertThat(signIn(bridle, PASSWORD, "203.0.113.99")).isEqualTo(429);
      bridle.walker().signedIn(BEN, PASSWORD);
    }
  }

  @Test
  void aWrongSettingStopsTheStart() {
    assertThatThrownBy(() -> behind("10/8"))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("--trusted-proxies must be addresses or ranges");
  }
}

package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.TlsProvider;
import dev.bridle.testing.Wire;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A provider behind TLS has to prove who it is before it is told anything. */
class TlsUpstreamTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ASK = SlowAnswer.ASK.replace("true", "false");
  private static final String MESSAGE =
      "{\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":90}}";
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Map<String, String> TRUSTING =
      Map.of("upstream-ca-file", CERTIFICATES.file().toString());

  private static TlsProvider provider(X509Bundle certificate, HttpVersion... versions)
      throws Exception {
    return new TlsProvider(
        certificate,
        versions.length == 0
            ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
            : List.of(versions),
        asked -> asked.answer(200, "application/json", MESSAGE));
  }

  private static CallDesk desk(URI provider, Map<String, String> settings) {
    return CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(5), settings);
  }

  private static String message(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).at("/error/message").asString();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2", "HTTP_1_1"})
  void oneWithACertificateFromTheFileIsAskedInTheBestVersionThatItOffers(HttpVersion version)
      throws Exception {
    try (var provider = provider(CERTIFICATES.named("localhost"), version);
        var desk = desk(provider.url(), TRUSTING)) {
      var answer = desk.post("/v1/messages", ASK, "x-custom", "passes");
      assertThat(answer.body()).isEqualTo(MESSAGE);
      assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith(":"));
      var asked = provider.asked().getFirst();
      assertThat(asked.request().version()).isEqualTo(version);
      assertThat(asked.body()).isEqualTo(ASK);
      var headers = asked.request().headers();
      assertThat(headers.get("x-api-key")).isEqualTo(CallDesk.OPERATORS_KEY);
      assertThat(headers.get("x-custom")).isEqualTo("passes");
      assertThat(headers.get("content-length")).isEqualTo(String.valueOf(ASK.length()));
      assertThat(asked.request().authority()).hasToString("localhost:" + provider.port());
      Settled.only(desk, "completed", "exact");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2", "HTTP_1_1"})
  void itsConnectionIsKeptForTheNextCall(HttpVersion version) throws Exception {
    try (var provider = provider(CERTIFICATES.named("localhost"), version);
        var desk = desk(provider.url(), TRUSTING)) {
      for (int i = 0; i < 5; i++) {
        assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
      }
      assertThat(provider.connections()).isEqualTo(1);
    }
  }

  @Test
  void oneThatOffersNoVersionIsAskedInTheFirst() throws Exception {
    try (var provider =
            new TlsProvider(
                CERTIFICATES.named("localhost"),
                List.of(),
                asked -> asked.answer(200, "application/json", MESSAGE));
        var desk = desk(provider.url(), TRUSTING)) {
      assertThat(desk.post("/v1/messages", ASK).body()).isEqualTo(MESSAGE);
      assertThat(provider.asked().getFirst().request().version()).isEqualTo(HttpVersion.HTTP_1_1);
    }
  }

  @Test
  void anAddressCanBeInTheCertificateToo() throws Exception {
    try (var provider = provider(CERTIFICATES.of("elsewhere.example", "127.0.0.1"));
        var desk = desk(URI.create("https://127.0.0.1:" + provider.port()), TRUSTING)) {
      assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    }
  }

  private static void assertRefused(
      X509Bundle certificate, Map<String, String> settings, String sentence) throws Exception {
    try (var provider = provider(certificate);
        var desk = desk(provider.url(), settings)) {
      var answer = desk.post("/v1/messages", ASK);
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(message(answer))
          .isEqualTo("Nothing was sent to the provider, because " + sentence);
      assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
      assertThat(provider.asked()).isEmpty();
      Settled.only(desk, "not_sent", "exact");
    }
  }

  @Test
  void aCertificateFromNobodyWeKnowIsRefused() throws Exception {
    assertRefused(
        CERTIFICATES.named("localhost"),
        Map.of(),
        "the certificate of localhost is not from an authority that this server trusts.");
  }

  @Test
  void aCertificateThatSignsItselfIsRefused() throws Exception {
    assertRefused(
        CERTIFICATES.selfSigned("localhost"),
        TRUSTING,
        "the certificate of localhost is not from an authority that this server trusts.");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    assertRefused(
        CERTIFICATES.named("elsewhere.example"),
        TRUSTING,
        "the certificate of localhost does not fit: No subject alternative DNS name matching localhost found.");
  }

  @Test
  void aCertificateThatHasExpiredIsRefused() throws Exception {
    assertRefused(
        CERTIFICATES.expired("localhost"), TRUSTING, "the certificate of localhost has expired.");
  }

  @Test
  void aCertificateOfTomorrowIsRefused() throws Exception {
    assertRefused(
        CERTIFICATES.notYetValid("localhost"),
        TRUSTING,
        "the certificate of localhost is not valid yet.");
  }

  @Test
  void oneThatDoesNotSpeakTlsIsToldSo() {
    try (var provider =
            new FakeProvider((_, _) -> {
              throw new AssertionError("asked in the clear");
            });
        var wire = new Wire(provider.url().getPort());
        var desk = desk(URI.create("https://localhost:" + wire.port()), TRUSTING)) {
      var answer = desk.post("/v1/messages", ASK);
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(message(answer)).startsWith("The provider can't be reached: ");
      assertThat(provider.asked()).isEmpty();
      Settled.only(desk, "not_sent", "exact");
    }
  }

  @Test
  void oneThatTakesTooLongToShowItsCertificateIsTooSlow() throws Exception {
    try (var provider = provider(CERTIFICATES.named("localhost"));
        var wire = new Wire(provider.port());
        var desk =
            CallDesk.open(
                Engine.SQLITE,
                URI.create("https://localhost:" + wire.port()),
                Duration.ofSeconds(1),
                TRUSTING)) {
      wire.holdBack();
      var answer = desk.post("/v1/messages", ASK);
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(message(answer)).isEqualTo("The provider was too slow: no connection within 1 s.");
      assertThat(provider.asked()).isEmpty();
      Settled.only(desk, "not_sent", "exact");
    }
  }

  @Test
  void aJobThatLeavesBeforeThereIsAConnectionLeavesNothingBehind() throws Exception {
    try (var provider = provider(CERTIFICATES.named("localhost"));
        var wire = new Wire(provider.port());
        var desk =
            CallDesk.open(
                Engine.SQLITE,
                URI.create("https://localhost:" + wire.port()),
                Duration.ofSeconds(30),
                TRUSTING)) {
      wire.holdBack();
      var reader = Reader.of(desk, ASK);
      await().atMost(SOON).until(() -> wire.connections() == 1);
      reader.leave();
      Settled.only(desk, "not_sent", "exact");
      wire.goOn();
      // The connection that came about meanwhile is as good as any.
      assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
      assertThat(provider.asked()).hasSize(1);
    }
  }
}

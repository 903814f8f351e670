package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.FullBacklog;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.TlsProvider;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Claude Code, unchanged, with a provider whose answers go wrong. */
@Tag("e2e")
@Needs(Program.CLAUDE_CODE)
class ClaudeCodeFaultsTest {
  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static final Certificates CERTIFICATES = new Certificates();

  /** Not to ask again by itself. */
  private static final Map<String, String> ONCE = Map.of("CLAUDE_CODE_MAX_RETRIES", "0");

  private interface Run {
    void on(FakeProvider provider, CallDesk desk, String output);
  }

  private static void ask(Fault fault, Run then) throws Exception {
    try (var provider = new FakeProvider(fault.behaviour());
        var desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1))) {
      String url = "http://127.0.0.1:" + desk.ai("/").getPort();
      then.on(provider, desk, ClaudeCode.sayHello(url, desk.job.token(), ONCE));
      Settled.nothingIsHeld(desk);
    }
  }

  private static CallDesk desk(URI provider, int patienceSeconds) {
    return CallDesk.open(
        Engine.SQLITE,
        provider,
        Duration.ofSeconds(patienceSeconds),
        Map.of("upstream-ca-file", CERTIFICATES.file().toString()));
  }

  private static void assertShown(String output, Fault fault) {
    assertThat(output)
        .contains("\"is_error\":" + !fault.isWell())
        .contains(fault.isWell() ? "It is sunny" : fault.words());
  }

  static List<Fault> thoseThatAreToldAtOnce() {
    return Fault.all("anthropic", OVER).stream().filter(fault -> fault.status() != 0).toList();
  }

  @ParameterizedTest
  @MethodSource("thoseThatAreToldAtOnce")
  void itAsksOnceAndShowsWhatItIsTold(Fault fault) throws Exception {
    ask(
        fault,
        (provider, desk, output) -> {
          assertShown(output, fault);
          assertThat(provider.messages()).as(output).isEqualTo(1);
          assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo(fault.outcome());
        });
  }

  static List<Fault> streamsThatBreakOff() {
    return Fault.all("anthropic", OVER).stream().filter(fault -> fault.status() == 0).toList();
  }

  /** It asks without a stream then, and goes on with what seems to be a whole text. */
  @ParameterizedTest
  @MethodSource("streamsThatBreakOff")
  void itAsksAFewTimesMoreWhenAStreamBreaksOffAndEachIsSettled(Fault fault) throws Exception {
    ask(
        fault,
        (provider, desk, output) -> {
          boolean textIsWhole =
              Set.of("cut after event 5", "cut after event 6").contains(fault.name());
          assertThat(output).contains(textIsWhole ? "\"is_error\":" : "\"is_error\":true");
          assertThat(provider.messages()).as(output).isBetween(textIsWhole ? 1L : 2L, 4L);
          assertThat(Settled.all(desk, (int) provider.messages()))
              .allSatisfy(
                  row -> assertThat(row.path("outcome").asString()).isEqualTo(fault.outcome()));
        });
  }

  @Test
  void aProviderThatRefusesConnectionsIsShownAfterOneRequest() {
    var gone = new FakeProvider((_, _) -> {});
    gone.close();
    assertOneRequestThatIsNotSent(
        desk(gone.url(), 5), ONCE, "The provider can't be reached: it refuses connections.");
  }

  @Test
  void aProviderThatIsSlowToConnectIsShownAfterOneRequest() {
    try (var full = new FullBacklog()) {
      assertOneRequestThatIsNotSent(
          desk(full.url(), 1), ONCE, "The provider was too slow: no connection within 1 s.");
    }
  }

  /** It is told that asking again is of no use. */
  @Test
  void aCertificateThatDoesNotFitIsShownAfterOneRequest() throws Exception {
    var elsewhere = CERTIFICATES.named("elsewhere.example");
    try (var provider = new TlsProvider(elsewhere, List.of(HttpVersion.HTTP_2), _ -> {})) {
      assertOneRequestThatIsNotSent(
          desk(provider.url(), 5), Map.of(), "the certificate of localhost does not fit");
      assertThat(provider.asked()).isEmpty();
    }
  }

  private static void assertOneRequestThatIsNotSent(
      CallDesk desk, Map<String, String> variables, String words) {
    try (desk;
        var relay = new CountingRelay(desk.ai("/"))) {
      String output = ClaudeCode.sayHello(relay.url(), desk.job.token(), variables);
      assertThat(output).contains("\"is_error\":true").contains(words);
      assertThat(relay.messages()).as(output).isEqualTo(1);
      Settled.only(desk, "not_sent", "exact");
    }
  }

  static List<Fate> fatesWithHttp2() {
    return Fate.all("anthropic");
  }

  /** Only a stream that breaks off is asked for anew, without a stream. */
  @ParameterizedTest
  @MethodSource("fatesWithHttp2")
  void whateverBecomesOfAConnectionWithHttp2IsShownAndSettled(Fate fate) throws Exception {
    var fault = fate.fault();
    try (var provider =
            new TlsProvider(
                CERTIFICATES.named("localhost"), List.of(HttpVersion.HTTP_2), fate.behaviour());
        var desk = desk(provider.url(), 20);
        var relay = new CountingRelay(desk.ai("/"))) {
      String output = ClaudeCode.sayHello(relay.url(), desk.job.token(), ONCE);
      assertShown(output, fault);
      boolean brokenOff = fault.status() == 0;
      int requests = relay.messages();
      assertThat(requests).as(output).isBetween(brokenOff ? 2 : 1, brokenOff ? 4 : 1);
      assertThat(provider.asked()).hasSize(requests * fate.attempts());
      assertThat(Settled.all(desk, provider.asked().size()))
          .allSatisfy(row -> assertThat(row.path("outcome").asString()).isEqualTo(fault.outcome()));
      Settled.nothingIsHeld(desk);
    }
  }
}

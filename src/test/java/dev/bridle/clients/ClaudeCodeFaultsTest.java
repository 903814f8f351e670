package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.TlsProvider;
import io.vertx.core.http.HttpVersion;
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

  private interface Run {
    void on(FakeProvider provider, CallDesk desk, String output);
  }

  /** Told not to ask again by itself. */
  private static void ask(Fault fault, Run then) throws Exception {
    try (var provider = new FakeProvider(fault.behaviour());
        var desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1))) {
      String url = "http://127.0.0.1:" + desk.ai("/").getPort();
      var once = Map.of("CLAUDE_CODE_MAX_RETRIES", "0");
      then.on(provider, desk, ClaudeCode.sayHello(url, desk.job.token(), once));
      Settled.nothingIsHeld(desk);
    }
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
          assertThat(output)
              .contains("\"is_error\":" + !fault.isWell())
              .contains(fault.isWell() ? "It is sunny" : fault.words());
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
  void aCertificateThatDoesNotFitIsShownAfterOneRequest() throws Exception {
    var certificates = new Certificates();
    try (var provider =
            new TlsProvider(
                certificates.named("elsewhere.example"), List.of(HttpVersion.HTTP_2), _ -> {});
        var desk =
            CallDesk.open(
                Engine.SQLITE,
                provider.url(),
                Duration.ofSeconds(5),
                Map.of("upstream-ca-file", certificates.file().toString()));
        var relay = new CountingRelay(desk.ai("/"))) {
      String output = ClaudeCode.sayHello(relay.url(), desk.job.token(), Map.of());
      assertThat(output)
          .contains("\"is_error\":true")
          .contains("the certificate of localhost does not fit");
      assertThat(relay.messages()).as(output).isEqualTo(1);
      assertThat(provider.asked()).isEmpty();
      Settled.only(desk, "not_sent", "exact");
    }
  }
}

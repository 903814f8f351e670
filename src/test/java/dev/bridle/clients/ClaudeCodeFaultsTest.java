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
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  /**
   * What came of one run, which has ended by itself.
   *
   * @param requests that Claude Code made
   */
  private record Run(String output, int requests, CallDesk desk) {
    static Run of(CallDesk desk) {
      try (var relay = new CountingRelay(desk.ai("/"))) {
        String output = ClaudeCode.sayHello(relay.url(), desk.job.token(), ONCE);
        return new Run(output, relay.messages(), desk);
      }
    }

    /**
     * How often it asks is its own choice, but Bridle has no part in it.
     *
     * @param attempts that Bridle makes of one request
     * @param sent how often the provider was asked
     */
    void assertEachIsSettled(int attempts, long sent, String outcome) {
      assertThat(sent).as(output).isEqualTo((long) requests * attempts);
      var rows = Settled.all(desk, requests * attempts);
      assertThat(rows)
          .as(output)
          .allSatisfy(row -> assertThat(row.path("outcome").asString()).isEqualTo(outcome));
      assertThat(rows.stream().filter(row -> row.path("retries").isNull())).hasSize(requests);
      Settled.nothingIsHeld(desk);
    }
  }

  private static void ask(Fault fault, Consumer<Run> then) throws Exception {
    try (var provider = new FakeProvider(fault.behaviour());
        var desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1))) {
      var run = Run.of(desk);
      then.accept(run);
      run.assertEachIsSettled(1, provider.messages(), fault.outcome());
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
    assertThat(output).contains("\"is_error\":" + !fault.isWell()).contains(fault.words());
  }

  /** It asks for nothing else. */
  private static Stream<Fault> streams() {
    return Fault.all(Format.MESSAGES, OVER).stream().filter(Fault::isStream);
  }

  static List<Fault> thoseThatAreToldAtOnce() {
    return streams().filter(fault -> fault.status() != 0).toList();
  }

  @ParameterizedTest
  @MethodSource("thoseThatAreToldAtOnce")
  void itAsksOnceAndShowsWhatItIsTold(Fault fault) throws Exception {
    ask(
        fault,
        run -> {
          assertShown(run.output(), fault);
          assertThat(run.requests()).as(run.output()).isEqualTo(1);
        });
  }

  static List<Fault> streamsThatBreakOff() {
    return streams().filter(fault -> fault.status() == 0).toList();
  }

  /** It asks without a stream then, and goes on with what seems to be a whole text. */
  @ParameterizedTest
  @MethodSource("streamsThatBreakOff")
  void howeverOftenItAsksWhenAStreamBreaksOffEachIsSettledAndNoneIsRepeated(Fault fault)
      throws Exception {
    ask(
        fault,
        run -> {
          boolean textIsWhole =
              Set.of("cut after event 5", "cut after event 6").contains(fault.name());
          assertThat(run.output()).contains(textIsWhole ? "\"is_error\":" : "\"is_error\":true");
          assertThat(run.requests()).as(run.output()).isPositive();
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
    return Fate.all(Format.MESSAGES).stream().filter(fate -> fate.fault().isStream()).toList();
  }

  /** Only a stream that breaks off is asked for anew, without a stream. */
  @ParameterizedTest
  @MethodSource("fatesWithHttp2")
  void whateverBecomesOfAConnectionWithHttp2IsShownAndSettled(Fate fate) throws Exception {
    var fault = fate.fault();
    try (var provider =
            new TlsProvider(
                CERTIFICATES.named("localhost"), List.of(HttpVersion.HTTP_2), fate.behaviour());
        var desk = desk(provider.url(), 20)) {
      var run = Run.of(desk);
      assertShown(run.output(), fault);
      if (fault.status() != 0) {
        assertThat(run.requests()).as(run.output()).isEqualTo(1);
      }
      run.assertEachIsSettled(fate.attempts(), provider.asked().size(), fault.outcome());
    }
  }
}

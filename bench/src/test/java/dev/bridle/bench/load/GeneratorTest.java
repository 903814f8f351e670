package dev.bridle.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.bench.upstream.Answers;
import dev.bridle.bench.upstream.Asking;
import dev.bridle.bench.upstream.Behaviour;
import dev.bridle.bench.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The load generator against the fake upstream, both in this process. */
class GeneratorTest {
  private static final long MS = 1_000_000;

  private static final Upstream UPSTREAM = new Upstream();
  private static final Generator GENERATOR = new Generator();

  @AfterAll
  static void close() {
    GENERATOR.close();
    UPSTREAM.close();
  }

  @Test
  void callsAtAFixedRateAreAllMadeAndEachTakesAsLongAsTheUpstream() throws Exception {
    var tally = run(Behaviour.plain(20), OpenLoop.perSecond(200, Duration.ofSeconds(1)));

    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.calls()).isEqualTo(200);
    assertThat(tally.latencies().getTotalCount()).isEqualTo(200);
    assertThat(tally.latencies().getMinValue()).isGreaterThan(19 * MS);
  }

  @Test
  void whoHasToWaitForTheCallBeforeIsCountedFromItsPlannedMoment() throws Exception {
    // One connection and 20 ms a call: of two calls planned each 20 ms, one falls behind.
    var tally = run(Behaviour.plain(20), new OpenLoop(100, Duration.ofSeconds(1), 1));

    assertThat(tally.calls()).isEqualTo(100);
    assertThat(tally.latencies().getMaxValue()).isGreaterThan(800 * MS);
    assertThat(tally.latencies().getValueAtPercentile(50)).isGreaterThan(400 * MS);
  }

  @Test
  void everyEventOfEveryStreamIsSeenAndItsDelayMeasured() throws Exception {
    var tally = run(new Behaviour(0, 10, 50), OpenLoop.streams(20, Duration.ofMillis(100)));

    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.events()).isEqualTo(200);
    assertThat(tally.delays().getTotalCount()).isBetween(100L, 200L);
    assertThat(tally.delays().getMinValue()).isLessThan(50 * MS);
  }

  @Test
  void clientsThatNeverPauseFindOutHowMuchGoesThrough() throws Exception {
    var tally = run(Behaviour.burst(60), new ClosedLoop(4, Duration.ofMillis(500)));

    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.events()).isEqualTo(tally.calls() * 60);
    assertThat(tally.callsPerSecond()).isGreaterThan(50);
  }

  @Test
  void anAnswerThatIsNotWholeIsNoAnswer() throws Exception {
    become(Behaviour.burst(59));
    var tally = call(Behaviour.burst(60), new ClosedLoop(1, Duration.ofMillis(50)));

    assertThat(tally.calls()).isZero();
    assertThat(tally.wrong()).containsOnlyKeys("59 of 60 events");
  }

  private static Tally run(Behaviour behaviour, Load load) throws Exception {
    become(behaviour);
    return call(behaviour, load);
  }

  private static void become(Behaviour behaviour) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var address = URI.create("http://127.0.0.1:" + UPSTREAM.port() + behaviour.target());
      http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }
  }

  private static Tally call(Behaviour expected, Load load) throws InterruptedException {
    var request =
        Asking.request(UPSTREAM.port(), "/v1/messages", Map.of(), Asking.body(expected.isStream()));
    return GENERATOR.run(
        load,
        UPSTREAM.port(),
        request,
        new Expected(Answers.marks(expected), Answers.body(expected).length),
        Duration.ofSeconds(10));
  }
}

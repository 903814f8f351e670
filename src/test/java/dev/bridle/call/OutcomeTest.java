package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way in which a call can end: its outcome, how well it is known, and that nothing stays. */
@OnBothEngines
class OutcomeTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SlowAnswer stream = new SlowAnswer();
  private final FakeProvider provider = new FakeProvider(stream);
  private final CallDesk desk;

  OutcomeTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    stream.end();
    desk.close();
    provider.close();
  }

  private Reader reading() {
    return Reader.of(desk, SlowAnswer.ASK).until("\"word\"");
  }

  private void assertCutUpstream() {
    await().atMost(SOON).until(() -> stream.cut() == 1);
  }

  @Test
  void aClientThatLeavesEndsTheCallUpstreamToo() {
    reading().leave();
    assertCutUpstream();
    var row = Settled.only(desk, "client_gone", "estimated");
    assertThat(row.path("input_tokens").asLong()).isEqualTo(1000);
    assertThat(row.path("output_tokens").asLong()).isPositive();
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerBeginsLeavesOnlyABound() throws Exception {
    provider.behave((_, _) -> Thread.sleep(Duration.ofMinutes(1)));
    var client = Reader.of(desk, SlowAnswer.ASK);
    await().atMost(SOON).until(() -> provider.messages() == 1);
    client.leave();
    var row = Settled.only(desk, "client_gone", "floor");
    assertThat(row.path("cost_usd").asString()).isEqualTo("0");
    assertThat(row.path("cost_at_most_usd").asString()).isNotEqualTo("0");
  }

  @Test
  void aStreamThatTheProviderCutsIsEstimated() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START + SlowAnswer.DELTA);
    });
    Reader.of(desk, SlowAnswer.ASK).whole(SOON);
    Settled.only(desk, "upstream_cut", "estimated");
  }

  @Test
  void anErrorEventInMidStreamIsAnOutcomeOfItsOwn() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START + SlowAnswer.DELTA);
      chunk(
          out,
          "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n");
      endStream(out);
    });
    assertThat(Reader.of(desk, SlowAnswer.ASK).whole(SOON)).contains("overloaded_error");
    Settled.only(desk, "stream_error", "estimated");
  }

  @Test
  void anErrorBeforeTheFirstByteCostsNothing() {
    provider.behave(answering(529, "application/json", "{\"type\":\"error\"}"));
    assertThat(Reader.of(desk, SlowAnswer.ASK).whole(SOON)).startsWith("HTTP/1.1 529");
    var row = Settled.only(desk, "upstream_error", "exact");
    assertThat(row.path("cost_at_most_usd").asString()).isEqualTo("0");
  }

  @Test
  void theStreamOfACanceledJobEndsWithinASecond() {
    try (var client = reading()) {
      assertThat(desk.put("pipelines/analysis/builds/1/cancel", "{}").statusCode()).isEqualTo(200);
      assertThat(client.whole(A_SECOND)).contains("The job of this call has ended.");
    }
    assertCutUpstream();
    Settled.only(desk, "job_ended", "estimated");
  }

  @Test
  void theStreamOfADisabledProviderEndsWithinASecondAndIsToldWhy() {
    try (var client = reading()) {
      var disabled = desk.put("model-providers/anthropic", "{\"enabled\":false}");
      assertThat(disabled.statusCode()).as(disabled.body()).isEqualTo(200);
      assertThat(client.whole(A_SECOND))
          .contains("event: error")
          .contains("The model provider 'anthropic' was switched off by an administrator.");
    }
    assertCutUpstream();
    Settled.only(desk, "provider_disabled", "estimated");
  }
}

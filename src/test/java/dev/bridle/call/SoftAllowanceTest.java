package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Long streams on a soft allowance. A stream holds its input and 4,096 tokens of output, which is a
 * bit less than five cents, and asks for as many more when half of that has gone by.
 */
@OnBothEngines
class SoftAllowanceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ASK = SlowAnswer.ASK.replace(":100", ":100000");

  /** Five hundred tokens, as they are counted while they go by. */
  private static final String DELTA = SlowAnswer.DELTA.replace("word", "abc".repeat(500));

  private final FakeProvider provider = new FakeProvider((_, _) -> {});
  private final CallDesk desk;

  SoftAllowanceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** A bit at a time, so that what was asked for under way can be granted. */
  private static void write(OutputStream out, int deltas) throws Exception {
    for (int i = 0; i < deltas; i++) {
      chunk(out, DELTA);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void end(OutputStream out, int outputTokens) throws Exception {
    chunk(out, SlowAnswer.END.replace(":90", ":" + outputTokens));
    endStream(out);
  }

  private BigDecimal held(JsonNode allowance) {
    return new BigDecimal(desk.allowance(allowance).at("/balances/0/held").asString());
  }

  @Test
  void aStreamThatCanNotHoldMoreEndsWithAnErrorThatNamesTheMoney() {
    desk.allow("organization", "usd", "lifetime", "0.06", "mode", "soft");
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START);
      write(out, 1_000);
    });
    String all = Reader.of(desk, ASK).whole(SOON);
    assertThat(all.substring(all.lastIndexOf("event: ")))
        .startsWith("event: error\n")
        .contains("billing_error")
        .contains("was used up while the model answered.");
    var row = Settled.only(desk, "budget_spent", "estimated");
    assertThat(row.path("output_tokens").asLong()).isBetween(2_500L, 4_500L);
  }

  @Test
  void aStreamThatHoldsAllThatItCanCostIsNotCutForWantOfMore() {
    // Input and a thousand tokens of output are $0.0124; nothing more would fit.
    desk.allow("organization", "usd", "lifetime", "0.0140", "mode", "soft");
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START);
      write(out, 3);
      end(out, 1_000);
    });
    String ask = SlowAnswer.ASK.replace(":100,", ":1000,");
    assertThat(Reader.of(desk, ask).whole(SOON)).contains("message_stop");
    Settled.only(desk, "completed", "exact");
  }

  @Test
  void aStreamThatCanHoldMoreGoesOn() {
    desk.allow("organization", "usd", "lifetime", "1.00", "mode", "soft");
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START);
      write(out, 60);
      end(out, 30_000);
    });
    assertThat(Reader.of(desk, ASK).whole(SOON)).contains("message_stop");
    var row = Settled.only(desk, "completed", "exact");
    assertThat(row.path("cost_usd").asString()).isEqualTo("0.302");
  }

  @Test
  void whatAStreamWaitsForGoesBeforeANewCall() throws Exception {
    var budget = desk.allow("organization", "usd", "lifetime", "0.10", "mode", "soft");
    var endOfOther = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var half = new CountDownLatch(1);
    provider.behave((asked, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START);
      if (asked.text().contains("long")) {
        write(out, 5);
        half.countDown();
        goOn.await();
        write(out, 5);
        end(out, 4_500);
      } else {
        endOfOther.await();
        end(out, 90);
      }
    });
    try (var longer = Reader.of(desk, ASK.replace("hi", "long")).until("message_start");
        var other = Reader.of(desk, ASK).until("message_start")) {
      // There is no room for a third, nor for what the long one asks for at its half.
      half.await();
      longer.until("abc");
      try (var third = Reader.of(desk, ASK)) {
        var two = held(budget);
        endOfOther.countDown();
        assertThat(other.whole(SOON)).contains("message_stop");
        // The long one holds for twice as much as it did, which leaves nothing for the third.
        var one = two.divide(BigDecimal.TWO);
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> held(budget).compareTo(two) < 0 && held(budget).compareTo(one) > 0);
        assertThat(third.hasEnded()).isFalse();
        assertThat(provider.messages()).isEqualTo(2);
        goOn.countDown();
        assertThat(longer.whole(SOON)).contains("message_stop");
        assertThat(third.whole(SOON)).contains("message_stop");
      }
    }
    var rows = Settled.all(desk, 3);
    assertThat(rows).allSatisfy(row -> Settled.assertRow(row, "completed", "exact"));
    Settled.nothingIsHeld(desk);
  }
}

package dev.bridle.call;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.LiveCall;
import dev.bridle.http.ByteWatcher;
import dev.bridle.meter.Meter;
import dev.bridle.meter.Reading;
import dev.bridle.price.Bill;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import dev.bridle.price.Terms;
import dev.bridle.price.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the bytes of an answer as they go by: counts them, and fits what the call holds to what
 * is known by now. On the event loop of the exchange.
 */
final class Watch implements ByteWatcher {
  /** So few characters make a token that a top-up is asked for rather too early. */
  private static final int CHARACTERS_PER_TOKEN = 3;

  /** A top-up holds for so many tokens more. */
  private static final long TOP_UP_TOKENS = 4_096;

  private final Meter meter;
  private final LiveCall live;
  private final Admissions admissions;
  private final InstantSource clock;
  private final Runnable exhausted;
  private @Nullable Instant firstByteAt;
  private @Nullable Money input;
  private boolean begun;
  private boolean asking;

  /**
   * @param exhausted what to do when the call has used up what it holds and may not hold more
   */
  Watch(
      Meter meter, LiveCall live, Admissions admissions, InstantSource clock, Runnable exhausted) {
    this.meter = meter;
    this.live = live;
    this.admissions = admissions;
    this.clock = clock;
    this.exhausted = exhausted;
  }

  @Nullable Instant firstByteAt() {
    return firstByteAt;
  }

  Reading reading() {
    return meter.reading();
  }

  @Override
  public void see(byte[] bytes, int offset, int length) {
    if (firstByteAt == null) {
      firstByteAt = clock.instant();
    }
    meter.see(bytes, offset, length);
    if (!begun && meter.started()) {
      begun = true;
      begin();
    }
    if (begun && live.softly()) {
      topUp();
    }
  }

  private void begin() {
    Optional<Money> known = input(meter.reading());
    if (known.isPresent() && live.need().mayShrink()) {
      input = known.get();
      admissions.shrink(live, known.get());
    }
  }

  /** What the prompt costs, by what the answer's start says of it. */
  private Optional<Money> input(Reading reading) {
    var usage = reading.usage();
    boolean sameModel =
        reading.modelAnswered() == null || reading.modelAnswered().equals(live.row().modelSent());
    if (live.need().free() || !sameModel) {
      return Optional.empty();
    }
    var prompt =
        new Tokens(
            usage.input(), 0, usage.cacheRead(), usage.cacheWrite5m(), usage.cacheWrite1h(), 0);
    // The tier is known at the end only, and what is paid elsewhere may yet have to be paid here.
    var terms = new Terms(null, usage.speed(), usage.geo());
    var bill = new Bill(live.row().modelSent(), prompt, terms, List.of());
    return Cost.of(live.row().prices(), live.row().openedAt(), bill);
  }

  private void topUp() {
    long tokens = meter.outputCharacters() / CHARACTERS_PER_TOKEN;
    Money known = input == null ? live.need().input().orElse(Money.ZERO) : input;
    Money used = known.plus(live.need().output(tokens));
    Money slice = live.held().slice();
    long heldForOutput = slice.nanos() - live.need().input().orElse(Money.ZERO).nanos();
    if (used.compareTo(slice) >= 0) {
      exhausted.run();
    } else if (!asking && slice.nanos() - used.nanos() < Math.max(1, heldForOutput / 2)) {
      ask();
    }
  }

  private void ask() {
    asking = true;
    var _ =
        admissions
            .topUp(live, live.need().output(TOP_UP_TOKENS))
            .thenAccept(granted -> asking = !granted);
  }
}

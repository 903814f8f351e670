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
import java.util.concurrent.CompletableFuture;
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
  private final Brake brake;
  private @Nullable Instant firstByteAt;
  private @Nullable Money input;
  private boolean begun;
  private boolean asking;
  private boolean refused;

  /**
   * @param exhausted what to do when the call has used up what it holds and may not hold more
   * @param brake holds the answer back while it is not known whether it may go on
   */
  Watch(
      Meter meter,
      LiveCall live,
      Admissions admissions,
      InstantSource clock,
      Runnable exhausted,
      Brake brake) {
    this.meter = meter;
    this.live = live;
    this.admissions = admissions;
    this.clock = clock;
    this.exhausted = exhausted;
    this.brake = brake;
  }

  /** What a watch can do to the answer that it watches. */
  interface Brake {
    /** Reads no more of it for now. */
    void hold();

    void goOn();

    /** The same future, on the event loop of the exchange. */
    <T> CompletableFuture<T> here(CompletableFuture<T> future);
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
    // Not every provider says at the start how large the prompt was.
    boolean answers = begun || meter.outputCharacters() > 0;
    if (answers && live.softly() && live.need().streamed()) {
      topUp();
    }
  }

  private void begin() {
    if (!live.need().streamed()) {
      return; // It comes as a whole, and is about to be settled.
    }
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
        reading.modelAnswered() == null
            || reading.modelAnswered().equals(live.row().modelSent())
            || reading.modelAnswered().equals(live.row().modelId());
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

  /** A slice that is half used up is topped up; one that is used up waits for its top-up. */
  private void topUp() {
    Money known = input == null ? live.need().input().orElse(Money.ZERO) : input;
    long tokens = meter.outputCharacters() / CHARACTERS_PER_TOKEN;
    Money used = known.plus(live.need().output(tokens));
    Money slice = live.held().slice();
    long lacking = lacking(known, slice);
    if (lacking <= 0) {
      return; // It holds all that it can come to.
    }
    long left = slice.nanos() - used.nanos();
    if (!asking && left < live.need().output(TOP_UP_TOKENS / 2).nanos()) {
      long wanted = live.need().output(TOP_UP_TOKENS).nanos() + Math.max(0, -left);
      ask(new Money(Math.min(wanted, lacking)));
    }
    if (left > 0) {
      return;
    }
    if (refused) {
      exhausted.run();
    } else if (asking) {
      brake.hold();
    }
  }

  /** How much more the call can cost than it holds, by the input that is known. */
  private long lacking(Money knownInput, Money slice) {
    if (live.need().unbounded().isPresent()) {
      return Long.MAX_VALUE;
    }
    Money most = knownInput.plus(live.need().output(live.need().maxTokens()));
    return most.nanos() - slice.nanos();
  }

  private void ask(Money more) {
    asking = true;
    var _ = brake.here(admissions.topUp(live, more)).thenAccept(this::answered);
  }

  private void answered(boolean granted) {
    asking = !granted;
    refused = !granted;
    topUp();
    if (granted && asking) {
      return; // It was not enough, and more is asked for.
    }
    brake.goOn();
  }
}

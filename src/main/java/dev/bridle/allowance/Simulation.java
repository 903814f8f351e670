package dev.bridle.allowance;

import dev.bridle.ledger.SpentCall;
import dev.bridle.price.Ask;
import dev.bridle.price.CacheWrites;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.price.WorstCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Past calls once more, one after the other, with an allowance that was not there: each holds what
 * it needs until it is settled, and those that find no room use nothing.
 */
final class Simulation {
  private static final int SAMPLES = 20;

  /** So many tokens of output a soft allowance holds for at a time. */
  private static final long SLICE_TOKENS = 4_096;

  private final Allowance allowance;
  private final long firstWindowMs;
  private final Map<String, Long> before;
  private final PriceBook prices;
  private final Map<String, Room> rooms = new HashMap<>();
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingLong(Running::untilMs));
  private final Map<String, Long> refusedOf = new HashMap<>();
  private final List<AllowanceTrialReport.Sample> samples = new ArrayList<>();
  private long judged;
  private long refused;
  private long waiting;
  private long unpriced;

  /** What one target has used and holds in its window of the moment. */
  private static final class Room {
    final long windowMs;
    long settled;
    long held;

    Room(long windowMs, long settled) {
      this.windowMs = windowMs;
      this.settled = settled;
    }
  }

  /** A call that holds something until its end. */
  private record Running(Room room, long untilMs, long held, long used) {}

  /**
   * @param before what targets had used before the moment at which it begins, in the window of it
   */
  Simulation(Allowance allowance, long beginMs, Map<String, Long> before, PriceBook prices) {
    this.allowance = allowance;
    this.firstWindowMs = allowance.window().startMs(beginMs);
    this.before = new HashMap<>(before);
    this.prices = prices;
  }

  void take(SpentCall call) {
    if (!allowance.covers(call.call())) {
      return;
    }
    long nowMs = call.call().openedMs();
    settleUntil(nowMs);
    judged++;
    if (allowance.isMoney() && call.free()) {
      return;
    }
    var needed = needed(call);
    if (needed.isEmpty()) {
      unpriced++;
      refuse(call, 0, room(call));
      return;
    }
    var room = room(call);
    if (room.settled + needed.get() > allowance.amount() && !isEmptyWindow(room)) {
      refuse(call, needed.get(), room);
      return;
    }
    if (room.settled + room.held + needed.get() > allowance.amount() && !isEmptyWindow(room)) {
      waiting++;
    }
    admit(call, needed.get(), room);
  }

  private void settleUntil(long nowMs) {
    while (!running.isEmpty() && running.peek().untilMs <= nowMs) {
      var over = running.remove();
      over.room.held -= over.held;
      over.room.settled += over.used;
    }
  }

  /** A call that is larger than its window of tokens passes an empty one. */
  private boolean isEmptyWindow(Room room) {
    return allowance.unit() == Unit.INPUT_TOKENS && room.settled == 0;
  }

  private Room room(SpentCall call) {
    String target = targetOf(call);
    long windowMs = allowance.window().startMs(call.call().openedMs());
    var room = rooms.get(target);
    if (room == null || room.windowMs != windowMs) {
      // Only the first window of a target has a past.
      Long spent = room == null ? before.remove(target) : null;
      room = new Room(windowMs, spent == null || windowMs != firstWindowMs ? 0 : spent);
      rooms.put(target, room);
    }
    return room;
  }

  private String targetOf(SpentCall call) {
    return String.valueOf(allowance.scope().targetOf(call.call()));
  }

  private void admit(SpentCall call, long needed, Room room) {
    long used = used(call);
    if (allowance.unit() == Unit.REQUESTS) {
      room.settled += used;
    } else {
      room.held += needed;
      running.add(new Running(room, call.settledMs(), needed, used));
    }
  }

  private long used(SpentCall call) {
    return switch (allowance.unit()) {
      case REQUESTS -> 1;
      case INPUT_TOKENS -> call.windowTokens();
      case USD -> allowance.mode() == Mode.HARD ? call.atMostNano() : call.costNano();
      case CONCURRENT_CALLS -> 0;
    };
  }

  /** What it would have had to hold, at least; empty when its model has no price. */
  private Optional<Long> needed(SpentCall call) {
    return switch (allowance.unit()) {
      case REQUESTS, CONCURRENT_CALLS -> Optional.of(1L);
      case INPUT_TOKENS -> Optional.of(call.windowTokens());
      case USD -> money(call).map(Money::nanos);
    };
  }

  private Optional<Money> money(SpentCall call) {
    boolean slice = allowance.mode() == Mode.SOFT && call.streamed();
    long output = slice ? Math.min(SLICE_TOKENS, call.maxTokens()) : call.maxTokens();
    var at = Instant.ofEpochMilli(call.call().openedMs());
    return prices
        .priceOf(call.call().model(), at)
        .flatMap(
            price -> WorstCase.of(price, Ask.of(call.promptTokens(), output, CacheWrites.NONE)))
        .map(worst -> worst.total(output));
  }

  private void refuse(SpentCall call, long needed, Room room) {
    refused++;
    long ofTarget = refusedOf.merge(targetOf(call), 1L, Long::sum);
    if (samples.size() < SAMPLES && ofTarget == 1) {
      samples.add(new AllowanceTrialReport.Sample(call, targetOf(call), needed, room.settled, 0));
    }
  }

  AllowanceTrialReport report(
      Instant from, Instant to, boolean complete, long open, long refusedBefore) {
    return new AllowanceTrialReport(
        allowance,
        from,
        to,
        complete,
        judged,
        refused,
        waiting,
        unpriced,
        refusedOf.size(),
        samples.stream().map(one -> one.with(refusedOf.getOrDefault(one.targetId(), 0L))).toList(),
        open,
        refusedBefore);
  }
}

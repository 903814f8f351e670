package dev.bridle.allowance;

import dev.bridle.ledger.Held;
import dev.bridle.ledger.OpenCall;
import dev.bridle.price.Money;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An admitted call until it is settled: its row, and what it holds now. */
public final class LiveCall {
  private final OpenCall row;
  private final Need need;
  private final CompletableFuture<Void> durable;
  private final boolean softly;
  private volatile Held held;

  LiveCall(OpenCall row, Need need, boolean softly, CompletableFuture<Void> durable) {
    this.row = row;
    this.need = need;
    this.softly = softly;
    this.durable = durable;
    this.held = row.held();
  }

  public OpenCall row() {
    return row;
  }

  /** Completes when its opening row is on disk. */
  public CompletableFuture<Void> durable() {
    return durable;
  }

  public Need need() {
    return need;
  }

  /** Whether a soft allowance of money is charged, so that it must top up as it goes on. */
  public boolean softly() {
    return softly;
  }

  public Held held() {
    return held;
  }

  /** The bound once the answer has begun; null when it is not lower by much. */
  @Nullable Held shrunk(Money input) {
    Optional<Money> worst = need.free() ? Optional.empty() : held.atMost();
    if (!need.mayShrink() || worst.isEmpty()) {
      return null;
    }
    Money most = input.plus(need.output(need.maxTokens()));
    boolean worthIt = most.nanos() < worst.get().nanos() - worst.get().nanos() / 8;
    return worthIt
        ? new Held(Optional.of(most), held.slice(), held.windowTokens(), held.admittedBy())
        : null;
  }

  void holds(Held now) {
    held = now;
  }

  /** What a call that holds so much holds on an allowance of this kind. */
  static long on(Allowance allowance, Held held) {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD
              ? held.atMost().map(Money::nanos).orElse(0L)
              : held.slice().nanos();
      case INPUT_TOKENS -> held.windowTokens();
      case CONCURRENT_CALLS -> 1;
      // They were settled when the call was opened.
      case REQUESTS -> 0;
    };
  }
}

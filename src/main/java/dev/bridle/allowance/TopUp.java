package dev.bridle.allowance;

import dev.bridle.ledger.Held;
import dev.bridle.price.Money;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stream's wish to hold more on its soft allowances. Lives on the writing thread. */
final class TopUp {
  enum Look {
    FITS,
    WAITS,
    REFUSED
  }

  private final LiveCall call;
  private final Money more;
  private final Set<BalanceKey> waitsOn = new HashSet<>();
  private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
  private Look look = Look.WAITS;
  private @Nullable Patience patience;

  TopUp(LiveCall call, Money more) {
    this.call = call;
    this.more = more;
  }

  void waitsAtMost(Duration time, Runnable over) {
    patience = Patience.of(time, over);
  }

  LiveCall call() {
    return call;
  }

  Set<BalanceKey> waitsOn() {
    return waitsOn;
  }

  CompletableFuture<Boolean> answer() {
    return answer;
  }

  Held held() {
    var now = call.held();
    return new Held(now.atMost(), now.slice().plus(more), now.windowTokens(), now.admittedBy());
  }

  /** It may never fit, fit now, or fit when others let go. */
  Look lookAt(List<Balance> soft) {
    waitsOn.clear();
    look = Look.FITS;
    for (Balance balance : soft) {
      long own = LiveCall.on(balance.allowance, call.held());
      long amount = balance.allowance.amount();
      if (balance.settled() + own + more.nanos() > amount) {
        look = Look.REFUSED;
        return look;
      }
      if (balance.settled() + balance.held() + more.nanos() > amount) {
        waitsOn.add(balance.key);
        look = Look.WAITS;
      }
    }
    return look;
  }

  /** Tells what was decided, now that it is committed. */
  void conclude() {
    if (patience != null && look != Look.WAITS) {
      patience.end();
    }
    if (look != Look.WAITS) {
      answer.complete(look == Look.FITS);
    }
  }

  @Nullable Void fail() {
    answer.complete(false);
    return null;
  }
}

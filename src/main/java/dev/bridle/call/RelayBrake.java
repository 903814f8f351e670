package dev.bridle.call;

import dev.bridle.http.Exchange;
import dev.bridle.http.Relaying;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds the provider's answer back by not reading it. */
final class RelayBrake implements Watch.Brake {
  private final Exchange exchange;
  private @Nullable Relaying relaying;

  RelayBrake(Exchange exchange) {
    this.exchange = exchange;
  }

  /** What it holds; before there is any, it does nothing. */
  void on(Relaying begun) {
    relaying = begun;
  }

  @Override
  public void hold() {
    if (relaying != null) {
      relaying.hold();
    }
  }

  @Override
  public void goOn() {
    if (relaying != null) {
      relaying.goOn();
    }
  }

  @Override
  public <T> CompletableFuture<T> here(CompletableFuture<T> future) {
    return exchange.here(future);
  }
}

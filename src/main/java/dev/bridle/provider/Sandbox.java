package dev.bridle.provider;

import dev.bridle.http.Answer;
import dev.bridle.http.Sending;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The built-in stand-ins for providers: answers here, without a network and for free. */
public final class Sandbox {
  private final Map<String, StandIn> standIns;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param standIns by the name of the provider
   */
  public Sandbox(Map<String, StandIn> standIns) {
    this.standIns = Map.copyOf(standIns);
  }

  /** A large request takes a while to read, so that is not done on the event loop. */
  Sending send(String provider, ProviderRequest request) {
    var standIn = Objects.requireNonNull(standIns.get(provider), provider);
    return Sending.of(CompletableFuture.supplyAsync(() -> answer(standIn, request), threads));
  }

  private static Answer answer(StandIn standIn, ProviderRequest request) {
    Script script =
        standIn.answer(
            request.method(), request.path(), request.rawQuery(), request.body().bytes());
    return Answer.scripted(script.status(), script.headers(), script.pieces());
  }
}

package dev.bridle.provider;

import dev.bridle.http.Answer;
import dev.bridle.http.Sending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The built-in stand-in for a provider: answers here, without a network and for free. */
public final class Sandbox {
  private final SandboxAnswers answers;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  public Sandbox(SandboxAnswers answers) {
    this.answers = answers;
  }

  /** A large request takes a while to read, so that is not done on the event loop. */
  Sending send(ProviderRequest request) {
    return Sending.of(CompletableFuture.supplyAsync(() -> answer(request), threads));
  }

  private Answer answer(ProviderRequest request) {
    Script script =
        answers.answer(request.method(), request.path(), request.rawQuery(), request.body());
    return Answer.scripted(script.status(), script.headers(), script.pieces());
  }
}

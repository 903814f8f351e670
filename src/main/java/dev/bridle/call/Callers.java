package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.call.Refusal.DifferingCredentials;
import dev.bridle.call.Refusal.NoCredential;
import dev.bridle.http.Exchange;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Who is calling: the job behind the one token that a request presents, in any of its forms. */
public final class Callers {
  private final JobTokens tokens;

  public Callers(JobTokens tokens) {
    this.tokens = tokens;
  }

  CompletableFuture<JobIdentity> identify(Exchange exchange) {
    return exchange.here(tokens.identify(presented(exchange))).thenApply(Callers::job);
  }

  private static JobIdentity job(JobTokens.Answer answer) {
    return switch (answer) {
      case JobTokens.Answer.Valid(var job) -> job;
      case JobTokens.Answer.Unknown() -> throw new Refused(new Refusal.InvalidToken());
      case JobTokens.Answer.Finished() -> throw new Refused(new Refusal.JobFinished());
      case JobTokens.Answer.Canceling() -> throw new Refused(new Refusal.JobCanceling());
    };
  }

  /** The token, or a {@link Refused}; the same token in several headers is fine. */
  private static String presented(Exchange exchange) {
    Set<String> tokens = new LinkedHashSet<>();
    exchange.headers("x-api-key").forEach(value -> tokens.add(value.strip()));
    exchange.headers("Authorization").forEach(value -> tokens.add(withoutScheme(value.strip())));
    tokens.remove("");
    if (tokens.size() > 1) {
      throw new Refused(new DifferingCredentials());
    }
    return tokens.stream().findFirst().orElseThrow(() -> new Refused(new NoCredential()));
  }

  private static String withoutScheme(String value) {
    int space = value.indexOf(' ');
    String scheme = space < 0 ? "" : value.substring(0, space).toLowerCase(Locale.ROOT);
    return scheme.equals("token") || scheme.equals("bearer")
        ? value.substring(space + 1).strip()
        : value;
  }
}

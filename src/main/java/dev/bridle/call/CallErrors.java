package dev.bridle.call;

import dev.bridle.http.Asked;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;

/** Errors of requests that never became calls, in the words of the provider they were meant for. */
public final class CallErrors {
  private static final String BELOW = "/v3/ai/";

  private final InstantSource clock;

  public CallErrors(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether whoever asked is a client of models. */
  public static boolean suit(Asked asked) {
    return asked.path().startsWith(BELOW);
  }

  public Reply reply(Asked asked, HttpError error) {
    String rest = asked.path().substring(BELOW.length());
    int end = rest.indexOf('/');
    var format = WireFormat.closest(end < 0 ? rest : rest.substring(0, end));
    String type = error.status() < 500 ? "invalid_request_error" : "api_error";
    String id = "req_" + Uuid7.at(clock.instant()).replace("-", "");
    var denial = Denials.Denial.stop(error.status(), type, "invalid_request", error.sentence());
    return format
        .denial(denial, id)
        .with(format.requestIdHeader(), id)
        .with(denial.headers())
        .with(error.headers());
  }
}

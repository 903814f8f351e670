package dev.bridle.call;

import dev.bridle.allowance.Admission;
import dev.bridle.allowance.Allowances;
import dev.bridle.http.Exchange;
import dev.bridle.ledger.Ledger;
import dev.bridle.policy.Decision;
import dev.bridle.policy.Policy;
import java.util.concurrent.CompletableFuture;

/**
 * The model call. Start reading here: {@link #message} is the whole flow, one step a line. It is a
 * chain of futures on the request's event loop and never blocks; a step that says no leaves the
 * chain with a {@link Refusal}, which {@link CallRoutes} turns into the answer.
 */
public final class ModelCalls {
  private final Callers callers;
  private final Connected connected;
  private final Requests requests;
  private final Policy policy;
  private final Allowances allowances;
  private final Ledger ledger;
  private final Relay relay;

  public ModelCalls(
      Callers callers,
      Connected connected,
      Requests requests,
      Policy policy,
      Allowances allowances,
      Ledger ledger,
      Relay relay) {
    this.callers = callers;
    this.connected = connected;
    this.requests = requests;
    this.policy = policy;
    this.allowances = allowances;
    this.ledger = ledger;
    this.relay = relay;
  }

  CompletableFuture<Void> message(Exchange exchange) {
    return callers
        .identify(exchange) // who?
        .thenCompose(job -> connected.find(exchange, job)) // through which connection?
        .thenCompose(reach -> requests.message(exchange, reach)) // what do they ask?
        .thenCompose(call -> callers.stillRunning(exchange, call)) // uploads can take long
        .thenApply(this::permitted) // may they?
        .thenApply(this::afforded) // can they afford it?
        .thenApply(this::opened) // in the ledger before anything is spent
        .thenCompose(call -> relay.carry(exchange, call)); // bytes through, meter beside, settled
  }

  /** What costs nothing takes the same way without a row in the ledger. */
  CompletableFuture<Void> free(Exchange exchange, Endpoint endpoint) {
    return callers
        .identify(exchange)
        .thenCompose(job -> connected.find(exchange, job))
        .thenCompose(reach -> requests.free(exchange, reach, endpoint))
        .thenCompose(call -> relay.pass(exchange, call));
  }

  private Call permitted(Call call) {
    return switch (policy.decide(call.job(), call.ask())) {
      case Decision.Allowed _ -> call;
      case Decision.Denied denied ->
          throw new Refused(new Refusal.Denied(denied.rule(), denied.sentence()));
    };
  }

  private Call afforded(Call call) {
    return switch (allowances.reserve(call.job(), call.provider(), call.model(), call.atMost())) {
      case Admission.Held(var hold) -> call.holding(hold);
      case Admission.Exhausted(var allowance, var why) ->
          throw new Refused(new Refusal.Exhausted(allowance, why));
    };
  }

  private OpenedCall opened(Call call) {
    var row = call.row();
    return new OpenedCall(call, row, ledger.open(row));
  }
}

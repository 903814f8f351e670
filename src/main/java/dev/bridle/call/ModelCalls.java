package dev.bridle.call;

import dev.bridle.allowance.Admission;
import dev.bridle.allowance.Admissions;
import dev.bridle.auth.JobIdentity;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import dev.bridle.policy.Ask;
import dev.bridle.policy.Decision;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.Policies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The model call. Start reading here: {@link #metered} is the whole flow, one step a line. It is a
 * chain of futures on the request's event loop and never blocks; a step that says no leaves the
 * chain with a {@link Refusal}, which {@link CallRoutes} turns into the answer.
 */
public final class ModelCalls {
  /** For so long an answer waits to be told what is left. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Callers callers;
  private final Connected connected;
  private final Requests requests;
  private final Policies policies;
  private final KillSwitches killSwitches;
  private final Admissions admissions;
  private final Refusals refusals;
  private final Relay relay;
  private final InstantSource clock;

  public ModelCalls(
      Callers callers,
      Connected connected,
      Requests requests,
      Policies policies,
      KillSwitches killSwitches,
      Admissions admissions,
      Refusals refusals,
      Relay relay,
      InstantSource clock) {
    this.callers = callers;
    this.connected = connected;
    this.requests = requests;
    this.policies = policies;
    this.killSwitches = killSwitches;
    this.admissions = admissions;
    this.refusals = refusals;
    this.relay = relay;
    this.clock = clock;
  }

  CompletableFuture<Void> metered(Exchange exchange, Operation operation) {
    var attempts = new Attempts(exchange, connected, relay, clock);
    return callers
        .identify(exchange) // who?
        .thenCompose(attempts::reach) // through which connection?
        .thenCompose(reach -> requests.metered(exchange, reach, operation)) // what do they ask?
        .thenCompose(call -> permitted(exchange, call, this::recorded)) // may they?
        .thenCompose( // can they afford it? then it is in the ledger
            call -> admitted(exchange, call, this::recorded))
        .thenCompose(
            call -> // sent, more than once if need be; settled
            attempts.carry(
                    call,
                    admitted -> stillPermitted(exchange, admitted),
                    failed -> again(exchange, failed, attempts)));
  }

  /** Another attempt at a call: much can have changed since the one before. */
  private CompletableFuture<AdmittedCall> again(Exchange exchange, Call failed, Attempts attempts) {
    return callers
        .identify(exchange)
        .thenCompose(attempts::reach)
        .thenApply(reach -> failed.through(reach, clock.instant()))
        .thenCompose(call -> permitted(exchange, call, ModelCalls::unrecorded))
        .thenCompose(call -> admitted(exchange, call, ModelCalls::unrecorded));
  }

  /** What costs nothing takes the same way without a row in the ledger. */
  CompletableFuture<Void> free(Exchange exchange, Endpoint endpoint) {
    var attempts = new Attempts(exchange, connected, relay, clock);
    return free(exchange, endpoint, attempts, this::recorded)
        .thenCompose(call ->
            attempts.pass(call, () -> free(exchange, endpoint, attempts, ModelCalls::unrecorded)));
  }

  private CompletableFuture<FreeCall> free(
      Exchange exchange, Endpoint endpoint, Attempts attempts, Saying saying) {
    return callers
        .identify(exchange)
        .thenCompose(attempts::reach)
        .thenCompose(reach -> requests.free(exchange, reach, endpoint))
        .thenCompose(call -> permitted(exchange, call, saying))
        .thenCombine(limitsOf(exchange), FreeCall::telling);
  }

  /** What the job has left. */
  CompletableFuture<Void> limits(Exchange exchange) {
    return callers
        .identify(exchange)
        .thenCompose(job -> exchange.here(admissions.limits(job)))
        .thenAccept(limits -> exchange.reply(LimitsReply.of(limits)));
  }

  /** What the job has left, in headers; none where nobody is known or the answer can't wait. */
  CompletableFuture<Headers> limitsOf(Exchange exchange) {
    return exchange.here(
        CompletableFuture.completedFuture(exchange)
            .thenCompose(callers::identify)
            .thenCompose(admissions::limits)
            .thenApply(limits -> LimitHeaders.ofJob(limits, exchange.parameter("provider")))
            .completeOnTimeout(Headers.NONE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(_ -> Headers.NONE));
  }

  /** How a no is said. */
  private interface Saying {
    Refused no(JobIdentity job, Ask ask, Refusal refusal);
  }

  private Refused recorded(JobIdentity job, Ask ask, Refusal refusal) {
    return new Refused(refusals.recorded(job, ask, refusal));
  }

  /**
   * Of another attempt, which nobody has asked for: the client gets what came of the one before.
   */
  private static Refused unrecorded(JobIdentity job, Ask ask, Refusal refusal) {
    return new Refused(refusal);
  }

  private CompletableFuture<Call> permitted(Exchange exchange, Call call, Saying saying) {
    return notStopped(exchange, call, saying)
        .thenCompose(_ -> exchange.here(policies.find(call.job().organizationId())))
        .thenApply(policy -> decided(call, policy.decide(call.job(), call.ask()), saying));
  }

  private Call decided(Call call, Decision decision, Saying saying) {
    return switch (decision) {
      case Decision.Allowed allowed -> {
        refusals.reported(call.job(), call.ask(), allowed.reported());
        yield call.shaped(refusals.shapeOf(call.job(), call.ask()));
      }
      case Decision.Denied denied -> {
        refusals.reported(call.job(), call.ask(), denied.reported());
        throw saying.no(call.job(), call.ask(), new Refusal.Denied(denied));
      }
    };
  }

  private CompletableFuture<Call> notStopped(Exchange exchange, Call call, Saying saying) {
    return exchange
        .here(
            killSwitches.stopping(
                call.job(), call.provider(), List.of(call.model(), call.modelId())))
        .thenApply(stopping -> {
          if (stopping.isPresent()) {
            throw saying.no(call.job(), call.ask(), new Refusal.Killed(stopping.get().sentence()));
          }
          return call;
        });
  }

  /** What costs nothing still tells the provider things, and shares its limits. */
  private CompletableFuture<FreeCall> permitted(Exchange exchange, FreeCall call, Saying saying) {
    var job = call.reach().job();
    return exchange
        .here(
            killSwitches.stopping(
                job, call.ask().provider(), List.of(call.ask().model(), call.ask().modelId())))
        .thenCompose(stopping -> {
          if (stopping.isPresent()) {
            throw saying.no(job, call.ask(), new Refusal.Killed(stopping.get().sentence()));
          }
          return exchange.here(policies.find(job.organizationId()));
        })
        .thenApply(policy -> {
          if (policy.decide(job, call.ask()) instanceof Decision.Denied denied
              && call.isBarredBy(denied)) {
            throw saying.no(job, call.ask(), new Refusal.Denied(denied));
          }
          return call.showing(ask -> !isModelDenied(policy.decide(job, ask)));
        });
  }

  private static boolean isModelDenied(Decision decision) {
    return decision instanceof Decision.Denied denied && denied.kind() == Decision.Kind.MODEL;
  }

  private CompletableFuture<AdmittedCall> admitted(Exchange exchange, Call call, Saying saying) {
    var attempt = admissions.admit(call);
    exchange.whenGone(attempt::leave);
    return exchange
        .here(attempt.admission())
        .handle((admission, why) -> {
          if (why != null) {
            throw new Refused(new Refusal.LedgerUnavailable());
          }
          return switch (admission) {
            case Admission.Admitted(var live, var standings) ->
                new AdmittedCall(call, live, standings);
            case Admission.Refused(var objection) ->
                throw saying.no(call.job(), call.ask(), new Refusal.Unaffordable(objection));
          };
        });
  }

  /** Uploads take long, and so does waiting for room: much can have changed since. */
  private CompletableFuture<?> stillPermitted(Exchange exchange, Call call) {
    return callers
        .identify(exchange)
        .thenCompose(_ -> connected.still(exchange, call.reach()))
        .thenCompose(_ -> notStopped(exchange, call, this::recorded));
  }
}

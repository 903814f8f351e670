package dev.bridle.call;

import dev.bridle.http.ClientLeft;
import dev.bridle.http.Exchange;
import dev.bridle.http.HttpError;
import dev.bridle.http.NoRoom;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import dev.bridle.http.Stalled;
import dev.bridle.http.TooLarge;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything below {@code /v3/ai}: which call an address means, and how a refusal is answered. */
public final class CallRoutes {
  private static final Logger LOG = LoggerFactory.getLogger("call");

  /** Stands where a provider's name would. */
  private static final String LIMITS = "limits";

  private final ModelCalls calls;
  private final InstantSource clock;

  public CallRoutes(ModelCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.stream("*", "/v3/ai", "JOB", this::handle),
        Route.stream("*", "/v3/ai/{provider}/{rest...}", "JOB", this::handle));
  }

  private void handle(Exchange exchange) {
    try {
      var _ =
          begin(exchange)
              .whenComplete((_, _) -> exchange.letGoOfBody())
              .exceptionally(why -> refuse(exchange, why));
    } catch (RuntimeException e) {
      refuse(exchange, e);
    }
  }

  private CompletableFuture<Void> begin(Exchange exchange) {
    String provider = exchange.parameter("provider");
    if (provider.equals(LIMITS) && exchange.parameter("rest").isEmpty()) {
      if (!exchange.method().equals("GET")) {
        throw new Refused(new Refusal.WrongMethod("/" + LIMITS, "GET"));
      }
      return calls.limits(exchange);
    }
    var format =
        WireFormat.find(provider)
            .orElseThrow(() -> new Refused(new Refusal.UnknownProvider(provider)));
    var endpoint = format.endpoint(exchange.method(), exchange.parameter("rest"));
    return switch (endpoint) {
      case Endpoint.Metered(Operation operation) -> calls.metered(exchange, operation);
      case Endpoint.Counted _, Endpoint.Models _ -> calls.free(exchange, endpoint);
      case Endpoint.Hello() -> {
        exchange.reply(Reply.empty(200));
        yield CompletableFuture.completedFuture(null);
      }
    };
  }

  /** The one place where a refusal, or a failure, becomes the answer. */
  private Void refuse(Exchange exchange, Throwable why) {
    Throwable cause = Came.cause(why);
    String id = "req_" + Uuid7.at(clock.instant()).replace("-", "");
    Refusal refusal = refusal(cause, id);
    var format = WireFormat.closest(exchange.parameter("provider"));
    var _ =
        calls
            .limitsOf(exchange)
            .thenAccept(limits -> exchange.reply(Denials.of(format, refusal, id).over(limits)));
    return null;
  }

  private static Refusal refusal(@Nullable Throwable cause, String id) {
    return switch (cause) {
      case Refused refused -> refused.refusal();
      case TooLarge large -> new Refusal.BodyTooLarge(large.limit());
      case NoRoom _ -> new Refusal.NoRoom();
      case Stalled stalled -> new Refusal.Stalled(stalled.idle());
      case HttpError error when error.status() == 400 -> new Refusal.BadBody(error.sentence());
      case ClientLeft _ -> {
        LOG.debug("call {} was not sent whole", id);
        yield new Refusal.Broken();
      }
      case null, default -> {
        LOG.error("call {} failed", id, cause);
        yield new Refusal.Broken();
      }
    };
  }
}

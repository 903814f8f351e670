package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.capture.CaptureOrder;
import dev.bridle.capture.CaptureOrders;
import dev.bridle.capture.CapturedCalls;
import dev.bridle.capture.Opened;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Ordering that calls are captured, and reading what was: for administrators. */
public final class CaptureResource {
  private static final String ORDER = "/v2/organizations/{organization}/capture";
  private static final String CALL = "/v2/organizations/{organization}/model-calls/{id}/capture";
  private static final Set<String> FIELDS = Set.of("retention_hours", "pipeline");

  private final CaptureOrders orders;
  private final CapturedCalls calls;

  public CaptureResource(CaptureOrders orders, CapturedCalls calls) {
    this.orders = orders;
    this.calls = calls;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(ORDER, guard.administrator(Scope.READ_CAPTURE, this::show)),
        Route.put(ORDER, guard.administrator(Scope.WRITE_CAPTURE, this::start)),
        Route.delete(ORDER, guard.administrator(Scope.WRITE_CAPTURE, this::end)),
        Route.get(CALL, guard.administrator(Scope.READ_CAPTURED_CALLS, this::read)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(CaptureShapes.order(orders.find(who.organizationId()).orElse(null)));
  }

  private Reply start(Principal.ApiToken who, Request request) {
    var body = request.json();
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    String pipeline = pipeline(body.path("pipeline"));
    var order =
        orders
            .start(
                Actors.of(who, request),
                who.organizationId(),
                hours(body.path("retention_hours")),
                pipeline)
            .orElseThrow(() -> HttpError.unprocessable("There is no such pipeline here."));
    return Reply.ok(CaptureShapes.order(order));
  }

  private static long hours(JsonNode hours) {
    if (!hours.isIntegralNumber()
        || !hours.canConvertToLong()
        || hours.asLong() < CaptureOrder.LEAST_HOURS
        || hours.asLong() > CaptureOrder.MOST_HOURS) {
      throw HttpError.unprocessable(
          "`retention_hours` must be a whole number from %d to %d."
              .formatted(CaptureOrder.LEAST_HOURS, CaptureOrder.MOST_HOURS));
    }
    return hours.asLong();
  }

  private static @Nullable String pipeline(JsonNode slug) {
    if (slug.isMissingNode() || slug.isNull()) {
      return null;
    }
    if (!slug.isString()) {
      throw HttpError.unprocessable("`pipeline` must be a pipeline's slug, or null for all.");
    }
    return slug.asString();
  }

  private Reply end(Principal.ApiToken who, Request request) {
    if (!orders.end(Actors.of(who, request), who.organizationId())) {
      throw new HttpError(404, "Nothing is being captured here.");
    }
    calls.sweep();
    return Reply.empty(204);
  }

  private Reply read(Principal.ApiToken who, Request request) {
    var opened = calls.read(Actors.of(who, request), who.organizationId(), request.parameter("id"));
    return switch (opened) {
      case Opened.Whole(var call) ->
          Reply.ok(CaptureShapes.call(call)).with("Cache-Control", "no-store");
      case Opened.Nothing _ ->
          throw new HttpError(
              404,
              "Nothing is kept of this call: capture was off when it began, it isn't over yet, or what was kept has expired.");
      case Opened.Unreadable _ ->
          throw new HttpError(
              500,
              "What was captured of this call can't be opened: it was changed where it lies, or sealed under another master key.");
    };
  }
}

package dev.bridle.rest;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.AllowanceEvents;
import dev.bridle.allowance.Allowances;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Limits and budgets of an organization: for administrators. */
public final class AllowanceResource {
  private static final String ALL = "/v2/organizations/{organization}/allowances";
  private static final String ONE = ALL + "/{id}";
  private static final int BALANCES_SHOWN = 20;

  private final Allowances allowances;
  private final AllowanceEvents events;

  public AllowanceResource(Allowances allowances, AllowanceEvents events) {
    this.allowances = allowances;
    this.events = events;
  }

  public List<Route> routes(Guard guard) {
    var read = Scope.READ_ALLOWANCES;
    var write = Scope.WRITE_ALLOWANCES;
    return List.of(
        Route.get(ALL, guard.administrator(read, this::list)),
        Route.post(ALL, guard.administrator(write, this::create)),
        Route.get(ONE, guard.administrator(read, this::show)),
        Route.put(ONE, guard.administrator(write, this::change)),
        Route.delete(ONE, guard.administrator(write, this::delete)),
        Route.get(
            "/v2/organizations/{organization}/allowance-events",
            guard.administrator(read, this::listEvents)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    // Those that calls of one provider fall under, if it is asked for them.
    var provider = request.query("provider");
    return Reply.ok(
        allowances.list(who.organizationId()).stream()
            .filter(one ->
                provider.isEmpty()
                    || one.provider() == null
                    || provider.get().equals(one.provider()))
            .map(this::shape)
            .toList());
  }

  private Map<String, @Nullable Object> shape(Allowance allowance) {
    return AllowanceShapes.of(allowance, allowances.standings(allowance, BALANCES_SHOWN));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return allowances
        .find(who.organizationId(), request.parameter("id"))
        .map(allowance -> Reply.ok(shape(allowance)))
        .orElseThrow(HttpError::notFound);
  }

  private Reply create(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    AllowanceBody.requireOnly(body, AllowanceBody.FIELDS);
    return AllowanceBody.valid(() -> {
      var made =
          allowances.create(
              Actors.of(who, request), who.organizationId(), AllowanceBody.terms(body));
      return Reply.json(201, shape(made));
    });
  }

  private Reply change(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    AllowanceBody.requireOnly(body, AllowanceBody.CHANGEABLE);
    String id = request.parameter("id");
    return AllowanceBody.valid(() -> {
      var unit =
          allowances
              .find(who.organizationId(), id)
              .map(Allowance::unit)
              .orElseThrow(HttpError::notFound);
      return allowances
          .change(
              Actors.of(who, request), who.organizationId(), id, AllowanceBody.change(body, unit))
          .map(changed -> Reply.ok(shape(changed)))
          .orElseThrow(HttpError::notFound);
    });
  }

  private Reply delete(Principal.ApiToken who, Request request) {
    if (!allowances.delete(
        Actors.of(who, request), who.organizationId(), request.parameter("id"))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }

  private Reply listEvents(Principal.ApiToken who, Request request) {
    var found = events.list(who.organizationId(), request.query("before").orElse(null), 100);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("items", found.stream().map(AllowanceShapes::event).toList());
    shape.put("before", found.size() == 100 ? found.getLast().id() : null);
    return Reply.ok(shape);
  }
}

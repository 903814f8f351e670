package dev.bridle.rest;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.AllowanceEvents;
import dev.bridle.allowance.AllowanceTerms;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.InvalidAllowance;
import dev.bridle.allowance.Mode;
import dev.bridle.allowance.Scope;
import dev.bridle.allowance.Unit;
import dev.bridle.allowance.Window;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Limits and budgets of an organization: for administrators. */
public final class AllowanceResource {
  private static final String ALL = "/v2/organizations/{organization}/allowances";
  private static final String ONE = ALL + "/{id}";
  private static final Set<String> FIELDS =
      Set.of("scope", "target", "provider", "model", "unit", "window", "amount", "mode");
  private static final Set<String> CHANGEABLE = Set.of("amount", "mode");
  private static final int BALANCES_SHOWN = 20;

  private final Allowances allowances;
  private final AllowanceEvents events;

  public AllowanceResource(Allowances allowances, AllowanceEvents events) {
    this.allowances = allowances;
    this.events = events;
  }

  public List<Route> routes(Guard guard) {
    var read = dev.bridle.auth.Scope.READ_ALLOWANCES;
    var write = dev.bridle.auth.Scope.WRITE_ALLOWANCES;
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
    return Reply.ok(allowances.list(who.organizationId()).stream().map(this::shape).toList());
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
    requireOnly(body, FIELDS);
    return valid(() -> {
      var made = allowances.create(Actors.of(who, request), who.organizationId(), terms(body));
      return Reply.json(201, shape(made));
    });
  }

  private Reply change(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    requireOnly(body, CHANGEABLE);
    String id = request.parameter("id");
    return valid(() -> {
      var unit =
          allowances
              .find(who.organizationId(), id)
              .map(Allowance::unit)
              .orElseThrow(HttpError::notFound);
      Long amount = body.hasNonNull("amount") ? amount(body, unit) : null;
      Mode mode =
          text(body, "mode")
              .map(word -> known("mode", word, Mode::find, Mode.values()))
              .orElse(null);
      return allowances
          .change(Actors.of(who, request), who.organizationId(), id, amount, mode)
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

  private static Reply valid(java.util.function.Supplier<Reply> act) {
    try {
      return act.get();
    } catch (InvalidAllowance e) {
      throw HttpError.unprocessable(e.sentence());
    }
  }

  private static AllowanceTerms terms(JsonNode body) {
    Unit unit = known("unit", required(body, "unit"), Unit::find, Unit.values());
    return new AllowanceTerms(
        known("scope", required(body, "scope"), Scope::find, Scope.values()),
        text(body, "target").orElse(null),
        text(body, "provider").orElse(null),
        text(body, "model").orElse(null),
        unit,
        text(body, "window")
            .map(word -> known("window", word, Window::find, Window.values()))
            .orElseGet(() -> {
              if (unit != Unit.CONCURRENT_CALLS) {
                throw HttpError.unprocessable("window is missing.");
              }
              return Window.LIFETIME;
            }),
        amount(body, unit),
        text(body, "mode")
            .map(word -> known("mode", word, Mode::find, Mode.values()))
            .orElse(Mode.HARD));
  }

  private static long amount(JsonNode body, Unit unit) {
    JsonNode value = body.path("amount");
    String text =
        value.isIntegralNumber() && unit != Unit.USD ? value.toString() : value.asString("");
    return unit.amount(value.isString() || value.isIntegralNumber() ? text : "")
        .orElseThrow(() ->
            HttpError.unprocessable(
                unit == Unit.USD
                    ? "amount must be a string with an amount of US dollars, such as \"1.00\"."
                    : "amount must be a whole number, such as 50."));
  }

  private static <T extends Enum<T>> T known(
      String field, String word, Function<String, Optional<T>> find, T[] all) {
    return find.apply(word)
        .orElseThrow(() ->
            HttpError.unprocessable(
                field
                    + " must be one of "
                    + Arrays.stream(all)
                        .map(one -> one.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "))
                    + ", not '"
                    + word
                    + "'."));
  }

  private static void requireOnly(JsonNode body, Set<String> fields) {
    for (String name : body.propertyNames()) {
      if (!fields.contains(name)) {
        throw HttpError.unprocessable(
            FIELDS.contains(name)
                ? name + " can't be changed; delete the allowance and make another one."
                : "There is no field '" + name + "' here.");
      }
    }
  }

  private static String required(JsonNode body, String name) {
    return text(body, name).orElseThrow(() -> HttpError.unprocessable(name + " is missing."));
  }

  private static Optional<String> text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw HttpError.unprocessable(name + " must be a string.");
    }
    return Optional.of(value.stringValue());
  }
}

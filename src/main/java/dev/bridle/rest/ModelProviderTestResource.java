package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.policy.KillSwitch;
import dev.bridle.policy.KillSwitches;
import dev.bridle.price.Money;
import dev.bridle.provider.OfferedModels;
import dev.bridle.provider.Place;
import dev.bridle.provider.PriceBooks;
import dev.bridle.provider.TestCall;
import dev.bridle.provider.TestCalls;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a connection works, and which models it offers at what prices: for administrators. */
public final class ModelProviderTestResource {
  private static final int LONGEST_MODEL = 200;

  private final TestCalls tests;
  private final OfferedModels offers;
  private final PriceBooks books;
  private final KillSwitches killSwitches;
  private final InstantSource clock;

  public ModelProviderTestResource(
      TestCalls tests,
      OfferedModels offers,
      PriceBooks books,
      KillSwitches killSwitches,
      InstantSource clock) {
    this.tests = tests;
    this.offers = offers;
    this.books = books;
    this.killSwitches = killSwitches;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    return Stream.of(false, true).flatMap(fallback -> routes(guard, fallback)).toList();
  }

  private Stream<Route> routes(Guard guard, boolean fallback) {
    String path = Places.path(fallback);
    return Stream.of(
        Route.get(
            path + "/models",
            guard.administrator(Scope.READ_MODEL_PROVIDERS, Places.at(fallback, this::models))),
        Route.post(
            path + "/test",
            guard.administrator(Scope.WRITE_MODEL_PROVIDERS, Places.at(fallback, this::test))));
  }

  private Reply models(Principal.ApiToken who, Request request, Place place) {
    var offer = offers.of(place);
    var book = books.of(who.organizationId()).join();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("asked", offer.problem() == null);
    shape.put("problem", offer.problem());
    shape.put("price_version", book.version());
    shape.put("models", OfferedModelShapes.of(place.provider(), offer, book, clock.instant()));
    return Reply.ok(shape);
  }

  private Reply test(Principal.ApiToken who, Request request, Place place) {
    JsonNode body = request.json();
    if (!Set.of("model").containsAll(body.propertyNames())) {
      throw HttpError.unprocessable("A test call takes one field: model.");
    }
    var model = new Fields(body).find("model");
    model.ifPresent(ModelProviderTestResource::requireName);
    String name = tests.model(place, model);
    requireNotStopped(who, place, name);
    return Reply.ok(shape(tests.run(Actors.of(who, request), place, name)));
  }

  private static void requireName(String model) {
    if (!model.matches("[!#-\\[\\]-~]{1," + LONGEST_MODEL + "}")) {
      throw new InvalidField("model", "must be the name of a model");
    }
  }

  /** An order that stops calls stops this one too. */
  private void requireNotStopped(Principal.ApiToken who, Place place, String model) {
    var now = clock.instant();
    for (KillSwitch one : killSwitches.list(who.organizationId(), false)) {
      if (one.inForce(now) && one.stopsAll(place.provider(), model)) {
        throw new HttpError(409, one.sentence());
      }
    }
  }

  private static Map<String, @Nullable Object> shape(TestCall made) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("result", made.result().word());
    shape.put("message", made.sentence());
    shape.put("model", made.model());
    shape.put("status", made.status());
    shape.put("milliseconds", made.tookMs());
    shape.put("input_tokens", made.inputTokens());
    shape.put("output_tokens", made.outputTokens());
    shape.put("cost_usd", made.cost().map(Money::toString).orElse(null));
    return shape;
  }
}

package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.PriceBooks;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What models cost an organization, and its own prices over the book's: for administrators. */
public final class PricesResource {
  private static final String PATH = "/v2/organizations/{organization}/prices";
  private static final Set<String> FIELDS = Set.of("version", "models");

  private final PriceBooks books;
  private final InstantSource clock;

  public PricesResource(PriceBooks books, InstantSource clock) {
    this.books = books;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(PATH, guard.administrator(Scope.READ_MODEL_PROVIDERS, this::show)),
        Route.put(PATH, guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::replace)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return shown(who.organizationId());
  }

  private Reply shown(String organizationId) {
    PriceBook book = books.of(organizationId).join();
    return Reply.ok(
        PriceShapes.shape(books.document(organizationId), books.base(), book, clock.instant()));
  }

  private Reply replace(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    if (!body.path("models").isArray()) {
      throw HttpError.unprocessable("models must be a list.");
    }
    books.save(Actors.of(who, request), who.organizationId(), version(body), body.path("models"));
    return shown(who.organizationId());
  }

  private static long version(JsonNode body) {
    JsonNode version = body.path("version");
    if (!version.isInt() || version.intValue() < 0) {
      throw HttpError.unprocessable(
          "version must be the number of the version that you have changed; 0 when there is none.");
    }
    return version.intValue();
  }
}

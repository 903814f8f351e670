package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Place;

/** The addresses of connections: each provider's first one, and the fallback below it. */
final class Places {
  static final String ALL = "/v2/organizations/{organization}/model-providers";

  private Places() {}

  static String path(boolean fallback) {
    return ALL + (fallback ? "/{provider}/fallback" : "/{provider}");
  }

  /** Answers a request about one connection. */
  @FunctionalInterface
  interface Handler {
    Reply handle(Principal.ApiToken who, Request request, Place place) throws Exception;
  }

  static Guard.As<Principal.ApiToken> at(boolean fallback, Handler handler) {
    return (who, request) -> {
      String provider = request.parameter("provider");
      ConnectionDesk.requireKnown(provider);
      return handler.handle(who, request, new Place(who.organizationId(), provider, fallback));
    };
  }
}

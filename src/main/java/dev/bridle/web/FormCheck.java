package dev.bridle.web;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Lets only forms pass that a page of ours made, in the browser that got the page. */
final class FormCheck {
  /** What is asked for by these changes nothing. */
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final String origin;

  /**
   * @param url where browsers reach this server
   */
  FormCheck(String url) {
    var address = URI.create(url);
    this.origin = origin(address.getScheme(), address.getRawAuthority());
  }

  static boolean reads(Request request) {
    return READING.contains(request.method());
  }

  /** Whether this may go on; not so when a form of ours is too old. */
  boolean passes(Request request, FormToken token) {
    if (reads(request)) {
      return true;
    }
    if (isFromElsewhere(request)) {
      throw new HttpError(403, "This form was sent from another site, so nothing was done.");
    }
    if (token.is(Form.of(request).text(FormToken.FIELD))) {
      return true;
    }
    if (isFromHere(request)) {
      return false;
    }
    throw new HttpError(
        403, "This form is too old, so nothing was done. Go back, reload the page and try again.");
  }

  private boolean isFromElsewhere(Request request) {
    return tellsOrigin(request) && !isFromHere(request);
  }

  private static boolean tellsOrigin(Request request) {
    return Stream.of("Sec-Fetch-Site", "Origin")
        .anyMatch(name -> !request.header(name).orElse("").isEmpty());
  }

  /** Whether the browser says that a page of ours sent this; some programs say nothing. */
  boolean isFromHere(Request request) {
    String site = request.header("Sec-Fetch-Site").orElse("");
    if (!site.isEmpty()) {
      return site.equals("same-origin");
    }
    String from = request.header("Origin").orElse("");
    return from.equals(origin) || isOfHost(request, from);
  }

  /**
   * What a header with an address names within this server, such as where someone was.
   *
   * @return empty when it is of another site, or no address
   */
  Optional<String> here(Request request, String header) {
    try {
      var address = URI.create(request.header(header).orElse(""));
      if (address.getScheme() == null || address.getRawAuthority() == null) {
        return Optional.empty();
      }
      String from = origin(address.getScheme(), address.getRawAuthority());
      if (!from.equals(origin) && !isOfHost(request, from)) {
        return Optional.empty();
      }
      String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
      return Optional.of(Address.local(address.getRawPath() + query));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A browser tells the host that it asks; behind a proxy it may be another than ours. */
  private static boolean isOfHost(Request request, String from) {
    String host = request.header("Host").orElse("");
    return !host.isEmpty()
        && (from.equals(origin("http", host)) || from.equals(origin("https", host)));
  }

  private static String origin(String scheme, String authority) {
    return (scheme + "://" + authority).toLowerCase(Locale.ROOT);
  }
}

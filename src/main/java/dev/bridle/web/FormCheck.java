package dev.bridle.web;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

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

  void check(Request request, FormToken token) {
    if (READING.contains(request.method())) {
      return;
    }
    if (isFromElsewhere(request)) {
      throw new HttpError(403, "This form was sent from another site, so nothing was done.");
    }
    if (!token.is(Form.of(request).text(FormToken.FIELD))) {
      throw new HttpError(
          403,
          "This form is too old, so nothing was done. Go back, reload the page and try again.");
    }
  }

  private boolean isFromElsewhere(Request request) {
    String site = request.header("Sec-Fetch-Site").orElse("");
    if (!site.isEmpty()) {
      return !site.equals("same-origin");
    }
    String from = request.header("Origin").orElse("");
    return !from.isEmpty() && !from.equals(origin) && !isOfHost(request, from);
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

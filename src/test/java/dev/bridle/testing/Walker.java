package dev.bridle.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Someone who goes through pages with cookies and forms, but without scripts and redirects. */
public final class Walker {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");

  private final String url;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  public Walker(String url) {
    this.url = url;
  }

  /** Whoever signs in with these at the door. */
  public Walker signedIn(String email, String password) {
    var came = submit("/login", Map.of("email", email, "password", password));
    if (came.statusCode() != 303) {
      throw new IllegalStateException("not signed in: " + came.statusCode());
    }
    return this;
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path).GET(), headers);
  }

  /** Fills in the form on a page that has its own address, and sends it. */
  public HttpResponse<String> submit(String path, Map<String, String> fields) {
    return submit(path, path, fields);
  }

  /** Fills in a form that stands on another page than the one that takes it. */
  public HttpResponse<String> submit(String path, String standsOn, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("form_token", formToken(standsOn));
    return post(path, all);
  }

  /** Sends fields as a form does, with nothing added. */
  public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)),
        headers);
  }

  /** Sends something else than a form. */
  public HttpResponse<String> send(String method, String path, String type, String body) {
    return send(
        request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
  }

  /** The head of an answer that may never end. */
  public HttpResponse<InputStream> open(String path) {
    return send(request(path).GET(), BodyHandlers.ofInputStream());
  }

  /** What a page asks for to put it into itself. */
  public HttpResponse<String> panel(String path) {
    return get(path, "HX-Request", "true");
  }

  /** The token of the forms on a page. */
  public String formToken(String path) {
    var found = TOKEN.matcher(get(path).body());
    return found.find() ? found.group(1) : "";
  }

  public List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html,*/*");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> as) {
    try {
      return client.send(request.build(), as);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

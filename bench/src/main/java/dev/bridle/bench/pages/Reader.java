package dev.bridle.bench.pages;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Someone who has signed in and looks at pages, as a browser without scripts does. */
final class Reader {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private final String url;

  Reader(String url) {
    this.url = url;
  }

  void signIn(String email, String password) throws IOException, InterruptedException {
    var found = TOKEN.matcher(get("/login").body());
    String token = found.find() ? found.group(1) : "";
    String form =
        "form_token=%s&email=%s&password=%s"
            .formatted(encoded(token), encoded(email), encoded(password));
    var request =
        HttpRequest.newBuilder(URI.create(url + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 303) {
      throw new IllegalStateException("signing in was answered with " + status);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A page; anything but a whole one is an error. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html").build();
    var came = http.send(request, BodyHandlers.ofString());
    if (came.statusCode() != 200) {
      throw new IllegalStateException(path + " was answered with " + came.statusCode());
    }
    return came;
  }
}

package dev.bridle.web;

import dev.bridle.auth.Sessions;
import dev.bridle.http.HttpError;
import java.util.function.Function;

/** What every page is made with. */
public record Site(Pages pages, Door door, Cookies cookies) {
  /**
   * The site of one server.
   *
   * @param url where browsers reach it
   * @param failures what people are told of something that failed
   */
  public static Site at(
      String url, Pages pages, Sessions sessions, Function<Throwable, HttpError> failures) {
    var errors = new ErrorPages(pages);
    var cookies = new Cookies(url.regionMatches(true, 0, "https:", 0, 6));
    var forms = new FormCheck(url);
    var door = new Door(sessions, cookies, forms, new LateForms(pages), errors, failures);
    return new Site(pages, door, cookies);
  }
}

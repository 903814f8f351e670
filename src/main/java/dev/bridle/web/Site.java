package dev.bridle.web;

import dev.bridle.auth.Sessions;

/** What every page is made with. */
public record Site(Pages pages, Door door, Cookies cookies) {
  /**
   * The site of one server.
   *
   * @param url where browsers reach it
   */
  public static Site at(String url, Pages pages, Sessions sessions) {
    var errors = new ErrorPages(pages);
    var cookies = new Cookies(url.regionMatches(true, 0, "https:", 0, 6));
    var forms = new FormCheck(url);
    var door = new Door(sessions, cookies, forms, new LateForms(pages), errors);
    return new Site(pages, door, cookies);
  }
}

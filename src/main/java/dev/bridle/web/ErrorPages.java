package dev.bridle.web;

import dev.bridle.http.Asked;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import java.util.Optional;
import java.util.Set;

/** What people see when something is not there, not theirs, or broken. */
public final class ErrorPages {
  /** What an error page says. */
  public record View(int status, String title, String sentence) {}

  /** Addresses of programs: these get JSON, whatever they say that they take. */
  private static final Set<String> OF_PROGRAMS = Set.of("health", "v2", "v3");

  private final Pages pages;

  public ErrorPages(Pages pages) {
    this.pages = pages;
  }

  /** Whether a page is the answer that whoever asked can read. */
  public static boolean suit(Asked asked) {
    return asked.wantsPage() && !OF_PROGRAMS.contains(asked.beginning());
  }

  /** For an error outside of any page, of someone of whom nothing is known. */
  public Reply page(HttpError error) {
    return page(new Guest(new FormToken(""), Optional.empty()), error);
  }

  Reply page(Who who, HttpError error) {
    var view = view(error);
    return pages
        .page(who, Frame.Head.of(view.title, Place.NOWHERE), "error.jte", view)
        .withStatus(error.status())
        .with(error.headers());
  }

  private static View view(HttpError error) {
    return switch (error.status()) {
      case 404 ->
          new View(
              404,
              "This page does not exist",
              "The address may be mistyped, or what was here is gone or not open to you.");
      case 403 -> new View(403, "This is not open to you", error.sentence());
      case 429 -> new View(429, "Too much at once", error.sentence());
      case 503 -> new View(503, "Not available at the moment", error.sentence());
      case 500 -> new View(500, "Something went wrong", error.sentence());
      default -> new View(error.status(), "This did not work", error.sentence());
    };
  }
}

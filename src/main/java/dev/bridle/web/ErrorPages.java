package dev.bridle.web;

import dev.bridle.http.Asked;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import java.util.Optional;
import java.util.Set;

/** What people see when something is not there, not theirs, or broken. */
public final class ErrorPages {
  /**
   * What an error page says.
   *
   * @param back where whoever sees it came from; empty when that is not known
   */
  public record View(int status, String title, String sentence, String back) {}

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
    return page(new Guest(new FormToken(""), Optional.empty()), error, "");
  }

  Reply page(Who who, HttpError error, String back) {
    var view = new View(error.status(), title(error.status()), sentence(error), back);
    return pages
        .page(who, Frame.Head.of(view.title, Place.NOWHERE), "error.jte", view)
        .withStatus(error.status())
        .with(error.headers());
  }

  private static String title(int status) {
    return switch (status) {
      case 404 -> "This page does not exist";
      case 403 -> "This is not open to you";
      case 408 -> "This took too long";
      case 413 -> "This is too large";
      case 429 -> "Too much at once";
      case 503 -> "Not available at the moment";
      case 500 -> "Something went wrong";
      default -> "This did not work";
    };
  }

  /** Programs are told names of fields in backticks; people read them as words. */
  private static String sentence(HttpError error) {
    return switch (error.status()) {
      case 404 -> "The address may be mistyped, or what was here is gone or not open to you.";
      case 408 -> "What was sent did not come in time. Nothing of it was done; send it again.";
      default -> error.sentence().replace("`", "");
    };
  }
}

package dev.bridle.web;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Forms that came too late, when whoever filled them in was signed out or the page was too old:
 * they get back what they typed, to send it again.
 */
public final class LateForms {
  /**
   * What the page shows.
   *
   * @param isSignedOut whether they must sign in before it can be sent again
   * @param of the page that the form is of; empty when that has no name
   * @param action where it is sent again
   * @param secrets what must be typed again, because a secret is never shown
   */
  public record View(
      boolean isSignedOut, String of, String action, List<Field> fields, List<Field> secrets) {}

  /**
   * A field that was sent.
   *
   * @param ofLink whether nobody typed it: it came with the link that led to the page
   */
  public record Field(String name, String value, boolean ofLink) {
    Field(String name, String value) {
      this(name, value, false);
    }

    /** Buttons, and marks of what was tried. */
    private static final Set<String> OF_THE_PAGE =
        Set.of("act", "check", "tried", "seen", "version", "to");

    private static final Pattern SECRET = Pattern.compile("password|secret|token|credential");

    /** The name in words. */
    public String label() {
      String words = name.replace('_', ' ').strip();
      return words.isEmpty()
          ? "Field"
          : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    public boolean hasLines() {
      return value.contains("\n");
    }

    /** Whether there is nothing to see that someone typed; it is sent all the same. */
    public boolean isHidden() {
      return ofLink || value.isBlank() || OF_THE_PAGE.contains(name);
    }

    boolean isSecret() {
      return !ofLink && SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
  }

  /** Pages that a link with a secret leads to, and the hidden field in which they keep it. */
  private static final Map<String, String> LINKS =
      Map.of("/login/link", "token", "/setup", "secret");

  private final Pages pages;

  LateForms(Pages pages) {
    this.pages = pages;
  }

  /** Of someone who is no longer signed in. */
  Reply signedOut(Request request) {
    return page(new Guest(new FormToken(""), Optional.empty()), request, true).withStatus(401);
  }

  /** From a page that was made for another sign-in than the one of now. */
  Reply tooOld(Who who, Request request) {
    return page(who, request, false).withStatus(403);
  }

  private Reply page(Who who, Request request, boolean isSignedOut) {
    String title = isSignedOut ? "You are signed out" : "This page was too old";
    var view =
        new View(
            isSignedOut,
            of(request.path()),
            Address.of(request),
            fields(request).filter(field -> !field.isSecret()).toList(),
            fields(request).filter(Field::isSecret).map(LateForms::withoutValue).toList());
    return pages.page(who, Frame.Head.of(title, Place.NOWHERE), "late-form.jte", view);
  }

  private static String of(String path) {
    return switch (path.split("/", -1)[1]) {
      case "login" -> "Sign in";
      case "logout" -> "Sign out";
      case "setup" -> "Set up Bridle";
      case "invite" -> "Invitation";
      default -> Place.of(path).label();
    };
  }

  private static Stream<Field> fields(Request request) {
    return Form.of(request).pairs().stream()
        .filter(pair -> !pair.getKey().equals(FormToken.FIELD))
        .map(pair -> field(request.path(), pair));
  }

  private static Field field(String path, Map.Entry<String, String> pair) {
    boolean ofLink = pair.getKey().equals(LINKS.get(path));
    return new Field(pair.getKey(), pair.getValue(), ofLink);
  }

  private static Field withoutValue(Field secret) {
    return new Field(secret.name(), "");
  }
}

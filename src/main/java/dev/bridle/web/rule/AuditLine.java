package dev.bridle.web.rule;

import dev.bridle.audit.AuditLog;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An audit event in words. */
public record AuditLine(AuditLog.Entry entry) {
  /** What reads oddly when it is put together from its type. */
  private static final Map<String, String> SAID =
      Map.of(
          "USER_SIGNED_IN", "signed in as",
          "USER_SIGNED_OUT", "signed out as",
          "USER_SIGN_IN_REFUSED", "failed too often to sign in as",
          "OIDC_SIGN_IN_REFUSED", "was refused when signing in to");

  /** What became different of one field; empty where it was not there. */
  public record Change(String field, String before, String after) {}

  public static AuditLine of(AuditLog.Entry entry) {
    return new AuditLine(entry);
  }

  public String actor() {
    String name = entry.actor().name();
    return name == null ? words(entry.actor().type()) : name;
  }

  /** What was done, such as "updated the model provider". */
  public String deed() {
    String said = SAID.get(entry.type());
    return said == null ? verb() + " the " + thing() : said;
  }

  private String verb() {
    return words(entry.type().substring(lastWord()));
  }

  /** To what it was done, such as "model provider" or "key of the model provider". */
  private String thing() {
    String whole = entry.type().substring(0, Math.max(0, lastWord() - 1));
    String subject = entry.subjectType();
    return whole.startsWith(subject + "_")
        ? words(whole.substring(subject.length() + 1)) + " of the " + words(subject)
        : words(whole);
  }

  private int lastWord() {
    return entry.type().lastIndexOf('_') + 1;
  }

  public String name() {
    String name = Objects.requireNonNullElse(entry.subjectName(), "");
    // An allowance is called by a whole phrase, of which the sentence has the beginning already.
    String beginning = "the " + thing() + " of ";
    return name.startsWith(beginning) ? name.substring(beginning.length()) : name;
  }

  public List<Change> changes() {
    return entry.changes().stream().map(AuditLine::change).toList();
  }

  /** Of long texts the lines that changed, with one line before and after them. */
  private static Change change(AuditLog.Change change) {
    var parts = ChangedLines.of(text(change.before()), text(change.after()));
    return new Change(change.field(), parts.before(), parts.after());
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    return value.isString() ? value.stringValue() : value.toPrettyString();
  }

  private static String words(String type) {
    return type.toLowerCase(Locale.ROOT).replace('_', ' ').replace("api", "API");
  }
}

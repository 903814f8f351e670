package dev.bridle.pipeline;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to the two values that only the job which runs a step has: its token and its endpoint.
 *
 * <p>Inside kept text each is a marker of private-use characters. No text from outside may hold
 * these characters, so a marker is always one that this package has put there.
 */
public final class JobReferences {
  static final String TOKEN_NAME = "BUILDKITE_AGENT_ACCESS_TOKEN";
  static final String ENDPOINT_NAME = "BUILDKITE_AGENT_ENDPOINT";
  static final String TOKEN = "\uE000job-token\uE001";
  static final String ENDPOINT = "\uE000job-endpoint\uE001";

  /** Stands for a dollar sign that was escaped, while variables are being replaced around it. */
  static final String ESCAPED_DOLLAR = "\uE002";

  private static final Pattern RESERVED = Pattern.compile("[\uE000\uE001\uE002]");
  private static final String NAMES = "(?<%s>" + TOKEN_NAME + "|" + ENDPOINT_NAME + ")";
  private static final String REFERENCE =
      "%s(?:\\{" + NAMES.formatted("braced") + "}|" + NAMES.formatted("bare") + "(?!\\w))";
  private static final Pattern WRITTEN = Pattern.compile(REFERENCE.formatted("\\$"));
  private static final Pattern ESCAPED = Pattern.compile(REFERENCE.formatted(ESCAPED_DOLLAR));
  private static final Pattern MARKER =
      Pattern.compile("(?<marker>" + TOKEN + "|" + ENDPOINT + ")(?=(?<next>\\w?))");

  private JobReferences() {}

  /** The text for pages, REST and logs: references as the author would write them. */
  public static String shown(String text) {
    return MARKER.matcher(text).replaceAll(JobReferences::written).replace(ESCAPED_DOLLAR, "$");
  }

  /** With braces where what follows would otherwise read as a part of the name. */
  private static String written(MatchResult found) {
    String name = found.group("marker").equals(TOKEN) ? TOKEN_NAME : ENDPOINT_NAME;
    return Matcher.quoteReplacement(found.group("next").isEmpty() ? "$" + name : "${" + name + "}");
  }

  /** The text for the job that accepted the step: references become this job's own values. */
  public static String resolved(String text, String token, String endpoint) {
    return text.replace(TOKEN, token).replace(ENDPOINT, endpoint);
  }

  /** The marker for a variable, if it is one of the two. */
  static Optional<String> marker(String name) {
    return switch (name) {
      case TOKEN_NAME -> Optional.of(TOKEN);
      case ENDPOINT_NAME -> Optional.of(ENDPOINT);
      default -> Optional.empty();
    };
  }

  /** Replaces {@code $NAME} and <code>${NAME}</code> of the two by their markers. */
  static String markWritten(String text) {
    return mark(WRITTEN, text);
  }

  /** Does the same where the dollar had been escaped, and gives all others their dollar back. */
  static String markEscaped(String text) {
    return mark(ESCAPED, text).replace(ESCAPED_DOLLAR, "$");
  }

  /** The text of a stranger, unable to pass for a reference. */
  static String withoutReserved(String text) {
    return RESERVED.matcher(text).replaceAll("\uFFFD");
  }

  private static String mark(Pattern reference, String text) {
    return reference.matcher(text).replaceAll(JobReferences::markerOf);
  }

  private static String markerOf(MatchResult found) {
    String braced = found.group("braced");
    String name = braced == null ? found.group("bare") : braced;
    return Matcher.quoteReplacement(marker(name).orElseThrow());
  }
}

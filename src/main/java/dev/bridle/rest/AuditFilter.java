package dev.bridle.rest;

import dev.bridle.audit.AuditQuery;
import dev.bridle.audit.AuditSubjects;
import dev.bridle.audit.AuditTerms;
import dev.bridle.audit.AuditTypes;
import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which audit events a request asks for. */
final class AuditFilter {
  private static final int LONGEST = 200;
  private static final int MOST_TYPES = 50;
  private static final Set<String> NAMES =
      Set.of(
          "q",
          "actor",
          "type",
          "type[]",
          "subject_type",
          "subject",
          "from",
          "to",
          "after",
          "before",
          "per_page");

  private AuditFilter() {}

  static AuditQuery of(String organizationId, Request request) {
    for (var pair : request.query().pairs()) {
      // A filter that is not understood would show, and export, more than was asked for.
      if (!NAMES.contains(pair.getKey())) {
        throw HttpError.badRequest("There is no parameter `" + pair.getKey() + "` here.");
      }
    }
    List<String> types =
        request.query().all("type").stream()
            .filter(type -> !type.isBlank())
            .map(type -> known(AuditTypes.unknown(type), AuditTypes.named(type)))
            .toList();
    if (types.size() > MOST_TYPES) {
      throw HttpError.badRequest("`type` can be given " + MOST_TYPES + " times at most.");
    }
    var from = moment(request, "from");
    var to = moment(request, "to");
    if (from != null && to != null && to.isBefore(from)) {
      throw HttpError.unprocessable("`to` must not be before `from`.");
    }
    String kind = text(request, "subject_type");
    String text = text(request, "q");
    boolean keyed = text != null && AuditTerms.isMeant(text);
    return new AuditQuery(
        organizationId,
        keyed ? null : text,
        text(request, "actor"),
        types,
        kind == null ? null : known(AuditSubjects.unknown(kind), AuditSubjects.named(kind)),
        text(request, "subject"),
        from,
        to,
        keyed ? terms(text) : AuditTerms.NONE);
  }

  /** Nothing would be found for a word that no event has: that it is wrong would not be seen. */
  private static String known(Optional<String> problem, String word) {
    problem.ifPresent(sentence -> {
      throw HttpError.unprocessable(sentence);
    });
    return word;
  }

  private static AuditTerms terms(@Nullable String text) {
    try {
      return AuditTerms.of(Objects.requireNonNullElse(text, ""));
    } catch (AuditTerms.NotUnderstood e) {
      throw HttpError.badRequest(e.sentence());
    }
  }

  private static @Nullable String text(Request request, String name) {
    String text = request.query(name).orElse("").strip();
    // A search by keys has a limit of its own.
    if (text.length() > LONGEST && !(name.equals("q") && AuditTerms.isMeant(text))) {
      throw HttpError.badRequest("`" + name + "` can't be longer than " + LONGEST + " characters.");
    }
    return text.isEmpty() ? null : text;
  }

  /** A day begins at midnight UTC. */
  private static @Nullable Instant moment(Request request, String name) {
    String text = request.query(name).orElse("").strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      Instant moment =
          text.length() == "2026-11-23".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      var _ = moment.toEpochMilli();
      return moment;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw HttpError.badRequest(
          "`"
              + name
              + "` must be a day, such as 2026-11-23, or a time, such as 2026-11-23T20:15:00Z.");
    }
  }
}

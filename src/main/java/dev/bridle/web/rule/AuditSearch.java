package dev.bridle.web.rule;

import dev.bridle.audit.AuditQuery;
import dev.bridle.audit.AuditSubjects;
import dev.bridle.audit.AuditTerms;
import dev.bridle.audit.AuditTypes;
import dev.bridle.http.Query;
import dev.bridle.http.Request;
import dev.bridle.web.Address;
import dev.bridle.web.Typed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What someone looks for in the audit log, as the address says it. */
record AuditSearch(Map<String, String> values, Map<String, String> problems, AuditTerms terms) {
  static final List<String> FILTERS =
      List.of("q", "actor", "type", "subject_type", "subject", "from", "to");

  /** What else stands in the address of the page and of its files. */
  private static final Set<String> PLACES = Set.of("after", "before", "file");

  private static final int LONGEST = 200;
  private static final int LONGEST_NAME = 50;

  static AuditSearch of(Request request) {
    var values = new HashMap<String, String>();
    var problems = new HashMap<String, String>();
    for (String name : FILTERS) {
      String text = request.query(name).orElse("").strip();
      if (!text.isEmpty()) {
        values.put(name, text);
      }
      // A search by keys has a limit of its own.
      if (text.length() > LONGEST && !(name.equals("q") && AuditTerms.isMeant(text))) {
        problems.put(name, "At most " + LONGEST + " characters.");
      }
    }
    for (String name : List.of("from", "to")) {
      if (values.containsKey(name) && day(values.get(name)).isEmpty()) {
        problems.put(name, "Must be a day, such as 2026-11-23.");
      }
    }
    if (isBackwards(values)) {
      problems.putIfAbsent("to", "Must not be before the first day.");
    }
    unknown(values).forEach(problems::putIfAbsent);
    for (var pair : request.query().pairs()) {
      // A filter that is not understood would show, and export, more than was asked for.
      if (!FILTERS.contains(pair.getKey()) && !PLACES.contains(pair.getKey())) {
        problems.put("", "There is no filter called " + shortened(pair.getKey()) + ".");
      }
    }
    var terms = terms(values.getOrDefault("q", ""), problems);
    return new AuditSearch(Map.copyOf(values), Map.copyOf(problems), terms);
  }

  private static Map<String, String> unknown(Map<String, String> values) {
    var problems = new HashMap<String, String>();
    Optional.ofNullable(values.get("type"))
        .flatMap(AuditTypes::unknown)
        .ifPresent(sentence -> problems.put("type", sentence));
    Optional.ofNullable(values.get("subject_type"))
        .flatMap(AuditSubjects::unknown)
        .ifPresent(sentence -> problems.put("subject_type", sentence));
    return problems;
  }

  private static boolean isBackwards(Map<String, String> values) {
    var from = Optional.ofNullable(values.get("from")).flatMap(AuditSearch::day);
    var to = Optional.ofNullable(values.get("to")).flatMap(AuditSearch::day);
    return from.isPresent() && to.isPresent() && to.get().isBefore(from.get());
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME / 2)) + "…";
  }

  private static AuditTerms terms(String text, Map<String, String> problems) {
    try {
      return AuditTerms.isMeant(text) ? AuditTerms.of(text) : AuditTerms.NONE;
    } catch (AuditTerms.NotUnderstood e) {
      problems.put("q", e.sentence());
      return AuditTerms.NONE;
    }
  }

  /** The same, of which it is known that it names what is not there. */
  AuditSearch with(String problem) {
    var all = new HashMap<>(problems);
    all.put("q", problem);
    return new AuditSearch(values, Map.copyOf(all), terms);
  }

  Typed typed() {
    return new Typed(values, problems, problems.getOrDefault("", ""));
  }

  /** All that is wrong with it, in sentences. */
  String wrong() {
    return String.join(" ", new TreeMap<>(problems).values());
  }

  boolean isValid() {
    return problems.isEmpty();
  }

  boolean isAny() {
    return values.isEmpty();
  }

  AuditQuery query(String organizationId) {
    var type = type();
    return new AuditQuery(
        organizationId,
        terms.terms().isEmpty() ? values.get("q") : null,
        values.get("actor"),
        type == null ? List.of() : List.of(type),
        subjectType(),
        values.get("subject"),
        midnight("from", 0),
        midnight("to", 1),
        terms);
  }

  private @Nullable String type() {
    String named = values.get("type");
    return named == null ? null : AuditTypes.named(named);
  }

  private @Nullable String subjectType() {
    String named = values.get("subject_type");
    return named == null ? null : AuditSubjects.named(named);
  }

  /** The last day is wanted as a whole. */
  private @Nullable Instant midnight(String name, int moreDays) {
    return Optional.ofNullable(values.get(name))
        .flatMap(AuditSearch::day)
        .map(day -> day.plusDays(moreDays).atStartOfDay(ZoneOffset.UTC).toInstant())
        .orElse(null);
  }

  private static Optional<LocalDate> day(@Nullable String text) {
    try {
      return Optional.of(LocalDate.parse(Objects.requireNonNullElse(text, "")))
          .filter(day -> day.getYear() > 1969 && day.getYear() < 10_000);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** An address that asks for the same, and more. */
  String address(String path, String name, String value) {
    var pairs = new ArrayList<Map.Entry<String, String>>();
    FILTERS.stream()
        .filter(values::containsKey)
        .forEach(filter -> pairs.add(Map.entry(filter, values.getOrDefault(filter, ""))));
    pairs.add(Map.entry(name, value));
    return Address.withQuery(path, new Query(pairs));
  }

  /** The query of the same search over REST, where the end of the time is not included. */
  Query exported() {
    var pairs = new ArrayList<Map.Entry<String, String>>();
    for (String name : List.of("q", "actor", "subject")) {
      add(pairs, name, values.get(name));
    }
    add(pairs, "type", type());
    add(pairs, "subject_type", subjectType());
    add(pairs, "from", text(midnight("from", 0)));
    add(pairs, "to", text(midnight("to", 1)));
    return new Query(List.copyOf(pairs));
  }

  private static void add(
      List<Map.Entry<String, String>> pairs, String name, @Nullable String value) {
    if (value != null) {
      pairs.add(Map.entry(name, value));
    }
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}

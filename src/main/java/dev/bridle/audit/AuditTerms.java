package dev.bridle.audit;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * A search by keys, such as {@code type:PIPELINE_UPDATED -actor:ana@example.com}. Of one key any
 * value will do, all keys must fit, and what has a hyphen must not.
 */
public record AuditTerms(List<Term> terms) {
  /** What a term is about. */
  public enum Key {
    TYPE,
    PIPELINE,
    ACTOR
  }

  /** One condition. */
  public record Term(Key key, boolean isNot, String value) {}

  /** Why a search can't be understood, as a sentence. */
  public static final class NotUnderstood extends Exception {
    NotUnderstood(String sentence) {
      super(sentence);
    }

    public String sentence() {
      return String.valueOf(getMessage());
    }
  }

  public static final AuditTerms NONE = new AuditTerms(List.of());

  private static final int MOST = 3;
  private static final int LONGEST = 250;
  private static final Pattern KEYED =
      Pattern.compile("(?:^|\\s)-?(?:type|pipeline|actor):", Pattern.CASE_INSENSITIVE);

  public AuditTerms {
    terms = List.copyOf(terms);
  }

  /** Whether a text is such a search, and not just words to be found. */
  public static boolean isMeant(String text) {
    return KEYED.matcher(text).find();
  }

  public static AuditTerms of(String text) throws NotUnderstood {
    if (text.length() > LONGEST) {
      throw new NotUnderstood("A search has at most " + LONGEST + " characters.");
    }
    var terms = new LinkedHashSet<Term>();
    for (String word : text.strip().split("\\s+", -1)) {
      terms.add(term(word));
    }
    if (terms.size() > MOST) {
      throw new NotUnderstood("A search has at most " + MOST + " different terms.");
    }
    return new AuditTerms(List.copyOf(terms));
  }

  private static Term term(String word) throws NotUnderstood {
    int colon = word.indexOf(':');
    if (colon < 0) {
      throw new NotUnderstood(
          "\"" + word + "\" has no key. Beside keys there can be no other words.");
    }
    boolean isNot = word.startsWith("-");
    String name = word.substring(isNot ? 1 : 0, colon);
    String value = word.substring(colon + 1);
    var key =
        Arrays.stream(Key.values()).filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    if (key.isEmpty()) {
      throw new NotUnderstood("Unknown key \"" + name + "\". There are type, pipeline and actor.");
    }
    if (value.isEmpty()) {
      throw new NotUnderstood("The key \"" + name + "\" needs a value, right after the colon.");
    }
    return new Term(key.get(), isNot, key.get() == Key.TYPE ? type(value) : value);
  }

  private static String type(String value) throws NotUnderstood {
    var unknown = AuditTypes.unknown(value);
    if (unknown.isPresent()) {
      throw new NotUnderstood(unknown.get());
    }
    return AuditTypes.named(value);
  }

  /** Names a pipeline or a user that is not there; empty when all are. */
  Optional<String> unknown(DSLContext sql, String organizationId) {
    return terms.stream()
        .filter(term -> !isKnown(sql, organizationId, term))
        .findFirst()
        .map(term ->
            "Unknown "
                + (term.key == Key.PIPELINE ? "pipeline" : "user")
                + " \""
                + term.value
                + "\"");
  }

  private static boolean isKnown(DSLContext sql, String organizationId, Term term) {
    return switch (term.key) {
      case TYPE -> true;
      case PIPELINE ->
          sql.fetchExists(
                  PIPELINE, pipeline(term.value), PIPELINE.ORGANIZATION_ID.eq(organizationId))
              || happened(sql, organizationId, AUDIT_EVENT.SUBJECT_ID.eq(term.value));
      // Who was never heard of here may well be known elsewhere, which is nobody's business.
      case ACTOR -> happened(sql, organizationId, actor(List.of(term.value)));
    };
  }

  private static boolean happened(DSLContext sql, String organizationId, Condition which) {
    return sql.fetchExists(AUDIT_EVENT, AUDIT_EVENT.ORGANIZATION_ID.eq(organizationId), which);
  }

  List<Condition> conditions(String organizationId) {
    var all = new ArrayList<Condition>();
    for (boolean isNot : new boolean[] {false, true}) {
      var byKey =
          terms.stream()
              .filter(term -> term.isNot == isNot)
              .collect(
                  Collectors.groupingBy(
                      Term::key,
                      () -> new EnumMap<>(Key.class),
                      Collectors.mapping(Term::value, Collectors.toList())));
      byKey.forEach((key, values) -> {
        var fits = condition(key, values, organizationId);
        all.add(isNot ? DSL.not(fits) : fits);
      });
    }
    return all;
  }

  private static Condition condition(Key key, List<String> values, String organizationId) {
    return switch (key) {
      case TYPE -> AUDIT_EVENT.TYPE.in(values);
      case PIPELINE ->
          AUDIT_EVENT
              .SUBJECT_TYPE
              .eq("PIPELINE")
              .and(
                  AUDIT_EVENT.SUBJECT_ID.in(
                      DSL.select(PIPELINE.ID)
                          .from(PIPELINE)
                          .where(PIPELINE.ORGANIZATION_ID.eq(organizationId))
                          .and(PIPELINE.SLUG.in(values).or(PIPELINE.ID.in(values)))));
      case ACTOR -> actor(values);
    };
  }

  private static Condition pipeline(String value) {
    return PIPELINE.SLUG.eq(value).or(PIPELINE.ID.eq(value));
  }

  /** Only users: nobody else has an address. Where there is no id, nothing is equal to it. */
  private static Condition actor(List<String> values) {
    var addresses = values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
    return AUDIT_EVENT
        .ACTOR_TYPE
        .eq("USER")
        .and(
            DSL.coalesce(AUDIT_EVENT.ACTOR_ID, "")
                .in(values)
                .or(
                    DSL.coalesce(AUDIT_EVENT.ACTOR_ID, "")
                        .in(DSL.select(PERSON.ID).from(PERSON).where(PERSON.EMAIL.in(addresses)))));
  }
}

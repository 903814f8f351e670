package dev.bridle.web;

import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Query;
import dev.bridle.http.Request;
import dev.bridle.organization.InvalidField;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What someone typed into a form. */
public final class Form {
  private static final String TYPE = "application/x-www-form-urlencoded";
  private static final int FIELDS = 1000;

  private final Query fields;

  private Form(Query fields) {
    this.fields = fields;
  }

  public static Form of(Request request) {
    String type = request.header("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
      throw new HttpError(415, "This address takes what a page's form sends.");
    }
    var fields = Query.of(new String(request.body(), StandardCharsets.UTF_8));
    if (fields.pairs().size() > FIELDS) {
      throw new HttpError(413, "A form has at most " + FIELDS + " fields.");
    }
    return new Form(fields);
  }

  /** A field without the space around it; empty when it isn't there. */
  public String text(String name) {
    return verbatim(name).strip();
  }

  /** A field as it was typed, with line ends as files have them. */
  public String verbatim(String name) {
    return fields.first(name).orElse("").replace("\r\n", "\n");
  }

  public String required(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw new InvalidField(name, "must be given");
    }
    return text;
  }

  public Optional<String> find(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty());
  }

  public List<String> all(String name) {
    return fields.all(name);
  }

  /** A field as it was typed that is nowhere shown again. */
  public Secret secret(String name) {
    return new Secret(fields.first(name).orElse(""));
  }

  /** All fields in their order, as they were typed. */
  List<Map.Entry<String, String>> pairs() {
    return fields.pairs();
  }

  public boolean ticked(String name) {
    return fields.first(name).isPresent();
  }

  /** What was typed and what is wrong with it, to be shown in the form again. */
  public Typed typed(InvalidField invalid) {
    boolean known = fields.first(invalid.field()).isPresent();
    return known
        ? new Typed(values(), Map.of(invalid.field(), sentence(invalid)), "")
        : new Typed(values(), Map.of(), invalid.sentence().replace("`", ""));
  }

  /** What was typed, and a sentence about all of it. */
  public Typed typed(String sentence) {
    return new Typed(values(), Map.of(), sentence);
  }

  private Map<String, String> values() {
    var values = new HashMap<String, String>();
    fields.pairs().forEach(pair -> values.putIfAbsent(pair.getKey(), pair.getValue()));
    return values;
  }

  /** It stands right below the field, whose name need not be told again. */
  private static String sentence(InvalidField invalid) {
    String reason = invalid.reason();
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}

package dev.bridle.web.provider;

import dev.bridle.organization.InvalidField;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Form;
import dev.bridle.web.Typed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form of a fallback: that of a connection, and models that stand in for others. */
final class FallbackForm {
  private static final String MODELS = "models";
  private static final int LONGEST = 50_000;

  private FallbackForm() {}

  static Typed values(StoredConnection stored) {
    var values = new HashMap<>(ConnectPage.values(stored));
    values.put(
        MODELS,
        FallbackPage.models(stored).stream()
            .map(one -> one.getKey() + " = " + one.getValue())
            .collect(Collectors.joining("\n")));
    return Typed.of(values);
  }

  static ConnectionChange change(Form form, KeyHeader usual) {
    var models = models(form.verbatim(MODELS));
    var change = ConnectPage.change(form, usual);
    return new ConnectionChange(
        change.method(),
        change.token(),
        change.baseUrl(),
        change.keyHeader(),
        change.rewrite(),
        change.enabled(),
        Optional.of(models),
        change.knownKeys());
  }

  private static Map<String, String> models(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidField(MODELS, "can be at most " + LONGEST + " characters long");
    }
    var models = new LinkedHashMap<String, String>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] sides = line.split("=", -1);
      if (line.isEmpty()) {
        continue;
      }
      if (sides.length != 2 || models.putIfAbsent(sides[0].strip(), sides[1].strip()) != null) {
        throw new InvalidField(
            MODELS,
            "must be lines such as \"claude-opus-5-5 = claude-sonnet-5-5\", each model once");
      }
    }
    return models;
  }
}

package dev.bridle.web.rule;

import dev.bridle.allowance.AllowanceTerms;
import dev.bridle.allowance.InvalidAllowance;
import dev.bridle.allowance.Mode;
import dev.bridle.allowance.Scope;
import dev.bridle.allowance.Unit;
import dev.bridle.allowance.Window;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import dev.bridle.web.Typed;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An allowance as it is filled in, and what is wrong with it, at the field. */
final class AllowanceForm {
  static final String[] FIELDS = {
    "scope", "target", "provider", "model", "unit", "window", "amount", "mode", "days"
  };
  static final String[] CHANGEABLE = {"amount", "mode", "days"};

  /** Such as 1,250 or 1,250.50. */
  private static final Pattern IN_THOUSANDS =
      Pattern.compile("[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d+)?");

  private AllowanceForm() {}

  static AllowanceTerms terms(Form form) {
    var scope = chosen(form, "scope", Scope::find);
    var unit = chosen(form, "unit", Unit::find);
    return new AllowanceTerms(
        scope,
        target(form, scope),
        form.find("provider").orElse(null),
        form.find("model").orElse(null),
        unit,
        unit == Unit.CONCURRENT_CALLS ? Window.LIFETIME : chosen(form, "window", Window::find),
        amount(form, unit),
        mode(form, unit));
  }

  /** Whoever names one of something must not limit everyone. */
  private static @Nullable String target(Form form, Scope scope) {
    String target = form.find("target").orElse(null);
    if (target != null && scope == Scope.ORGANIZATION) {
      throw new InvalidField("target", "must be left out: the whole organization is limited");
    }
    return target;
  }

  static long amount(Form form, Unit unit) {
    String text = form.required("amount").replaceFirst("^\\$", "");
    // A comma elsewhere may stand for the point: 12,50 must not become 1250.
    return unit.amount(IN_THOUSANDS.matcher(text).matches() ? text.replace(",", "") : text)
        .orElseThrow(() ->
            new InvalidField(
                "amount",
                unit == Unit.USD
                    ? "must be an amount of US dollars, such as 12.50"
                    : "must be a whole number, such as 50"));
  }

  static Mode mode(Form form, Unit unit) {
    var mode = chosen(form, "mode", Mode::find);
    if (mode == Mode.SOFT && unit != Unit.USD) {
      throw new InvalidField("mode", "must be hard: only an allowance of US dollars can be soft");
    }
    return mode;
  }

  private static <T> T chosen(Form form, String name, Function<String, Optional<T>> find) {
    return find.apply(form.text(name)).orElseThrow(() -> new InvalidField(name, "must be chosen"));
  }

  /** What only the records can tell. */
  static Typed typed(Form form, InvalidAllowance invalid) {
    String sentence = invalid.sentence();
    String field =
        sentence.startsWith("provider")
            ? "provider"
            : sentence.startsWith("model")
                ? "model"
                : sentence.startsWith("There is such") ? "" : "target";
    return field.isEmpty()
        ? form.typed("There is such an allowance already; change that one instead.")
        : new Typed(form.typed("").values(), Map.of(field, atField(sentence)), "");
  }

  /** Programs are told the name of the field, which stands above the sentence here. */
  private static String atField(String sentence) {
    String rest =
        sentence
            .replaceFirst("^(provider|model|target) ", "")
            .replaceFirst("give the id of the (\\S+) as target", "give the id of the $1");
    return rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
  }
}

package dev.bridle.rest;

import dev.bridle.allowance.AllowanceChange;
import dev.bridle.allowance.AllowanceTerms;
import dev.bridle.allowance.InvalidAllowance;
import dev.bridle.allowance.Mode;
import dev.bridle.allowance.Scope;
import dev.bridle.allowance.Unit;
import dev.bridle.allowance.Window;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An allowance as a request's body describes it; what is wrong is refused by name. */
final class AllowanceBody {
  static final Set<String> FIELDS =
      Set.of("scope", "target", "provider", "model", "unit", "window", "amount", "mode");
  static final Set<String> CHANGEABLE = Set.of("amount", "mode");

  private AllowanceBody() {}

  static Reply valid(Supplier<Reply> act) {
    try {
      return act.get();
    } catch (InvalidAllowance e) {
      throw HttpError.unprocessable(e.sentence());
    }
  }

  static AllowanceTerms terms(JsonNode body) {
    Unit unit = known("unit", required(body, "unit"), Unit::find, Unit.values());
    return new AllowanceTerms(
        known("scope", required(body, "scope"), Scope::find, Scope.values()),
        text(body, "target").orElse(null),
        text(body, "provider").orElse(null),
        text(body, "model").orElse(null),
        unit,
        text(body, "window")
            .map(word -> known("window", word, Window::find, Window.values()))
            .orElseGet(() -> {
              if (unit != Unit.CONCURRENT_CALLS) {
                throw HttpError.unprocessable("window is missing.");
              }
              return Window.LIFETIME;
            }),
        amount(body, unit),
        text(body, "mode")
            .map(word -> known("mode", word, Mode::find, Mode.values()))
            .orElse(Mode.HARD));
  }

  static AllowanceChange change(JsonNode body, Unit unit) {
    return new AllowanceChange(
        body.hasNonNull("amount") ? Optional.of(amount(body, unit)) : Optional.empty(),
        text(body, "mode").map(word -> known("mode", word, Mode::find, Mode.values())));
  }

  private static long amount(JsonNode body, Unit unit) {
    JsonNode value = body.path("amount");
    String text =
        value.isIntegralNumber() && unit != Unit.USD ? value.toString() : value.asString("");
    return unit.amount(value.isString() || value.isIntegralNumber() ? text : "")
        .orElseThrow(() ->
            HttpError.unprocessable(
                unit == Unit.USD
                    ? "amount must be a string with an amount of US dollars, such as \"1.00\"."
                    : "amount must be a whole number, such as 50."));
  }

  private static <T extends Enum<T>> T known(
      String field, String word, Function<String, Optional<T>> find, T[] all) {
    return find.apply(word)
        .orElseThrow(() ->
            HttpError.unprocessable(
                field
                    + " must be one of "
                    + Arrays.stream(all)
                        .map(one -> one.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "))
                    + ", not '"
                    + word
                    + "'."));
  }

  static void requireOnly(JsonNode body, Set<String> fields) {
    for (String name : body.propertyNames()) {
      if (!fields.contains(name)) {
        throw HttpError.unprocessable(
            FIELDS.contains(name)
                ? name + " can't be changed; delete the allowance and make another one."
                : "There is no field '" + name + "' here.");
      }
    }
  }

  private static String required(JsonNode body, String name) {
    return text(body, name).orElseThrow(() -> HttpError.unprocessable(name + " is missing."));
  }

  private static Optional<String> text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw HttpError.unprocessable(name + " must be a string.");
    }
    return Optional.of(value.stringValue());
  }
}

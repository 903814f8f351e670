package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import dev.bridle.web.Typed;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says at a form's field what the desk says about it. */
final class DeskForm {
  /** What can be mended by filling in the form in another way, or by sending it again. */
  private static final Set<Integer> MENDABLE = Set.of(409, 422, 429);

  private static final Map<String, String> LABELS =
      Map.of(
          "token",
          "The token",
          "base_url",
          "The address",
          "auth",
          "The header",
          "models",
          "The models");

  private DeskForm() {}

  static Typed typed(Form form, HttpError error) {
    if (!MENDABLE.contains(error.status())) {
      throw error;
    }
    String sentence = error.sentence();
    if (sentence.startsWith("The provider rejected")) {
      return at(form, "token", sentence);
    }
    if (sentence.startsWith("The key of this server's operator was rejected")) {
      return at(form, "method", sentence);
    }
    if (sentence.startsWith("The stored keys would be forgotten")) {
      return at(form, "forget", "Tick this first; nothing has been changed.");
    }
    if (sentence.startsWith("A changed base_url")) {
      return at(
          form,
          "token",
          "A changed address needs the token again, so that a stored key is never sent elsewhere.");
    }
    for (var label : LABELS.entrySet()) {
      if (sentence.startsWith(label.getKey() + " ")) {
        return at(
            form, label.getKey(), label.getValue() + sentence.substring(label.getKey().length()));
      }
    }
    return tokenGone(form, form.typed(sentence));
  }

  /** Also of a field that a browser leaves out, such as a choice that was not made. */
  static Typed typed(Form form, InvalidField invalid) {
    String reason = invalid.reason();
    return at(
        form,
        invalid.field(),
        reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + ".");
  }

  private static Typed at(Form form, String field, String sentence) {
    return tokenGone(form, new Typed(form.typed("").values(), Map.of(field, sentence), ""));
  }

  /** A key is never put into a page, not even into the form in which it was typed. */
  private static Typed tokenGone(Form form, Typed typed) {
    if (form.secret("token").reveal().isBlank() || !typed.problem("token").isEmpty()) {
      return typed;
    }
    var problems = new HashMap<>(typed.problems());
    problems.put("token", "Type the key again: it was not saved, and it is never put into a page.");
    return new Typed(typed.values(), problems, typed.sentence());
  }
}

package dev.bridle.allowance;

import org.jspecify.annotations.Nullable;

/**
 * An allowance as someone asks for it.
 *
 * @param target a slug, a name, a key or an id; null for each of its kind
 */
public record AllowanceTerms(
    Scope scope,
    @Nullable String target,
    @Nullable String provider,
    @Nullable String model,
    Unit unit,
    Window window,
    long amount,
    Mode mode) {
  private static final int LONGEST_NAME = 100;

  public AllowanceTerms {
    if (unit == Unit.CONCURRENT_CALLS && window != Window.LIFETIME) {
      throw new InvalidAllowance(
          "Calls at once are counted at every moment: their window must be lifetime.");
    }
    if (mode == Mode.SOFT && unit != Unit.USD) {
      throw new InvalidAllowance("Only an allowance of usd can be soft.");
    }
    requireName("provider", provider, "[a-z][a-z0-9_-]*");
    requireName("model", model, "[A-Za-z0-9][A-Za-z0-9._:/@-]*\\*?|\\*");
  }

  private static void requireName(String field, @Nullable String text, String form) {
    if (text != null && (text.length() > LONGEST_NAME || !text.matches(form))) {
      throw new InvalidAllowance(
          field
              + " must be a name"
              + (field.equals("model") ? ", or its beginning and a *" : "")
              + ".");
    }
  }

  Allowance allowance(String id, long number, String organizationId, @Nullable String targetId) {
    return new Allowance(
        id,
        number,
        organizationId,
        scope,
        targetId,
        target,
        provider,
        model == null || model.equals("*") ? null : model,
        unit,
        window,
        amount,
        mode);
  }
}

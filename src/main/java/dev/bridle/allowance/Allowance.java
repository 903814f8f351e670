package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.PastCall;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit or a budget: so much of a unit for a scope in a window.
 *
 * @param number its short name in rows of the ledger
 * @param targetId the one it is for; null for each of its kind
 * @param target the same as people wrote it: a slug or an id
 * @param provider null for all
 * @param model an id, or the beginning of ids followed by {@code *}; null for all
 */
public record Allowance(
    String id,
    long number,
    String organizationId,
    Scope scope,
    @Nullable String targetId,
    @Nullable String target,
    @Nullable String provider,
    @Nullable String model,
    Unit unit,
    Window window,
    long amount,
    Mode mode) {

  /** The same with another amount or mode; null leaves it as it is. */
  Allowance with(@Nullable Long otherAmount, @Nullable Mode otherMode) {
    if (otherMode == Mode.SOFT && !isMoney()) {
      throw new InvalidAllowance("Only an allowance of usd can be soft.");
    }
    return new Allowance(
        id,
        number,
        organizationId,
        scope,
        targetId,
        target,
        provider,
        model,
        unit,
        window,
        otherAmount == null ? amount : otherAmount,
        otherMode == null ? mode : otherMode);
  }

  /** A model is covered by its id and by the name that was asked for, which may be an alias. */
  boolean covers(JobIdentity job, String askedProvider, String askedModel, String modelId) {
    return isFor(job) && coversWhat(askedProvider, askedModel, modelId);
  }

  /** The same of a call that was made before. */
  boolean covers(PastCall call) {
    String target = scope.targetOf(call);
    return target != null
        && (targetId == null || targetId.equals(target))
        && coversWhat(call.provider(), call.model(), call.modelId());
  }

  private boolean coversWhat(String askedProvider, String askedModel, String modelId) {
    return (provider == null || provider.equals(askedProvider))
        && (model == null || coversModel(model, askedModel) || coversModel(model, modelId));
  }

  /** Whether it is for this job at all, whatever the job calls. */
  boolean isFor(JobIdentity job) {
    return targetId == null || targetId.equals(scope.targetOf(job));
  }

  private static boolean coversModel(String pattern, String asked) {
    return pattern.endsWith("*")
        ? asked.startsWith(pattern.substring(0, pattern.length() - 1))
        : asked.equals(pattern);
  }

  BalanceKey keyAt(JobIdentity job, long atMs) {
    return new BalanceKey(id, scope.targetOf(job), window.startMs(atMs));
  }

  /** The balance that a call was charged to which this covers. */
  BalanceKey keyOf(PastCall call) {
    String target = Objects.requireNonNull(scope.targetOf(call));
    return new BalanceKey(id, target, window.startMs(call.openedMs()));
  }

  boolean isMoney() {
    return unit == Unit.USD;
  }

  boolean isHardMoney() {
    return isMoney() && mode == Mode.HARD;
  }

  /** What it is, in words: "the allowance of $1 in all for each build". */
  public String spoken() {
    String whom =
        switch (scope) {
          case ORGANIZATION -> "the organization";
          case BRANCH_CLASS -> targetId == null ? "each branch class" : "branch class " + targetId;
          default -> targetId == null ? "each " + scope.word() : scope.word() + " " + target;
        };
    String what =
        (provider == null ? "" : " on " + provider) + (model == null ? "" : " with " + model);
    return "the allowance of "
        + unit.spoken(amount)
        + (unit == Unit.CONCURRENT_CALLS ? "" : " " + window.spoken())
        + " for "
        + whom
        + what;
  }
}

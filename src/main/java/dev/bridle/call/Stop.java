package dev.bridle.call;

import dev.bridle.ledger.Outcome;

/**
 * Why a call is ended from here.
 *
 * @param refusal what a caller is told who has not seen a byte of the answer
 * @param type the type of the error event that ends a stream
 * @param sentence what its reader is told last
 */
record Stop(Outcome outcome, Refusal refusal, String type, String sentence) {
  static Stop server() {
    return new Stop(
        Outcome.STOPPED,
        new Refusal.Stopping(),
        "overloaded_error",
        "Bridle is being stopped; ask again shortly.");
  }

  static Stop job() {
    return new Stop(
        Outcome.JOB_ENDED,
        new Refusal.JobFinished(),
        "permission_error",
        "The job of this call has ended.");
  }

  static Stop disabled(String provider) {
    return new Stop(
        Outcome.PROVIDER_DISABLED,
        new Refusal.Disabled(provider),
        "permission_error",
        "The model provider '" + provider + "' was switched off by an administrator.");
  }

  static Stop killed(String sentence) {
    return new Stop(
        Outcome.KILL_SWITCH, new Refusal.Killed(sentence), "permission_error", sentence);
  }

  static Stop budgetSpent(String sentence) {
    return new Stop(Outcome.BUDGET_SPENT, new Refusal.Broken(), "billing_error", sentence);
  }

  private String code(WireFormat format) {
    // Its refusal is one of our own mistakes: without a byte of an answer nothing was used up.
    return outcome == Outcome.BUDGET_SPENT
        ? "budget_exhausted"
        : Denials.denial(format, refusal).code();
  }

  byte[] event(WireFormat format) {
    return format.lastEvent(type, code(format), sentence);
  }
}

package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import java.util.function.Consumer;

/** A way in which Bridle refuses a call, what brings it about, and what its sentence says. */
enum Denial {
  SPENT_BUDGET_THAT_RESETS(
      429,
      "it resets at ",
      desk -> {
        desk.deleteAllowances();
        desk.allow("organization", "usd", "day", "0.000001");
      }),
  SPENT_BUDGET_OF_A_BUILD(
      402,
      "it does not reset",
      desk -> {
        desk.deleteAllowances();
        desk.allow("build", "usd", "lifetime", "0.000001");
      }),
  MODEL_NOT_ALLOWED(
      403,
      "allowed are `claude-haiku-*`",
      desk -> desk.policy("{'id':'small','effect':'allow','models':['claude-haiku-*']}")),
  FIELD_NOT_ALLOWED(
      400,
      "`max_tokens`",
      desk ->
          desk.policy(
              "{'id':'short','effect':'limit','max_tokens':10}", "{'id':'all','effect':'allow'}")),
  JOB_NOT_ALLOWED(
      403,
      "rule `nobody` denies model calls to this job",
      desk -> desk.policy("{'id':'nobody','effect':'deny'}")),
  TOO_FAST_FOR_LONG(
      429,
      "request",
      desk -> {
        desk.deleteAllowances();
        desk.allow("organization", "requests", "month", "0");
      }),
  PROVIDER_NOT_CONNECTED(
      403,
      "No model provider 'anthropic' is connected",
      desk -> desk.delete("model-providers/anthropic")),
  PROVIDER_DISABLED(
      403, "is switched off", desk -> desk.put("model-providers/anthropic", "{\"enabled\":false}")),
  KILL_SWITCH(
      403,
      "Costs run away",
      desk ->
          assertThat(
                  desk.postRest(
                          "kill-switches",
                          "{\"level\":\"organization\",\"reason\":\"Costs run away\"}")
                      .statusCode())
              .isEqualTo(201)),
  JOB_FINISHED(
      401,
      "The job of this token has finished",
      desk -> CiRecord.setState(desk.database(), desk.job.jobId(), "finished")),
  TOKEN_INVALID(401, "not a valid job token", _ -> {}) {
    @Override
    String arrange(CallDesk desk) {
      return "brdj_nobody";
    }
  };

  private final int status;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Consumer<CallDesk> arrangement;

  Denial(int status, String words, Consumer<CallDesk> arrangement) {
    this.status = status;
    this.words = words;
    this.arrangement = arrangement;
  }

  /** Makes the next call one that is refused; returns the token to make it with. */
  String arrange(CallDesk desk) {
    arrangement.accept(desk);
    return desk.job.token();
  }

  int status() {
    return status;
  }

  String words() {
    return words;
  }
}

package dev.bridle.ledger;

import java.util.Locale;

/** How a call ended. */
public enum Outcome {
  /** Under way, or its gateway was killed and has not come back yet. */
  OPEN,
  /** The answer was carried to its end. */
  COMPLETED,
  /** The provider refused, or failed before its answer began. */
  UPSTREAM_ERROR,
  /** The provider's answer ended with an error event in mid-stream. */
  STREAM_ERROR,
  /** The provider was cut off, before or within its answer. */
  UPSTREAM_CUT,
  /** The job left before the end. */
  CLIENT_GONE,
  /** Ended here, before the answer's end, because the server was being stopped. */
  STOPPED,
  /** Ended here: its job had finished or was being canceled. */
  JOB_ENDED,
  /** Ended here: its provider was disabled or disconnected. */
  PROVIDER_DISABLED,
  /** Ended here by a kill switch. */
  KILL_SWITCH,
  /** A stream on a soft allowance that could hold no more. */
  BUDGET_SPENT,
  /** Nothing went to the provider. */
  NOT_SENT,
  /** The gateway died with the call under way. */
  GATEWAY_KILLED,
  /** No call: a row that corrects the cost of one. */
  CORRECTED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

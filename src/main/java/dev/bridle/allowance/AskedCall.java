package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.OpenCall;
import java.time.Instant;

/** A call that asks to be admitted. */
public interface AskedCall {
  JobIdentity job();

  String provider();

  /** The model that is really asked for. */
  String model();

  /** The id of which that name may be an alias. */
  String modelId();

  long bodyBytes();

  /** What it may use, at the prices of that moment. */
  Need need(Instant at);

  /** Its row in the ledger once it is admitted. */
  OpenCall row(Instant openedAt, Held held);
}

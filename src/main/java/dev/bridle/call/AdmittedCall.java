package dev.bridle.call;

import dev.bridle.allowance.LiveCall;
import dev.bridle.allowance.Standing;
import java.util.List;

/** A call whose opening row is committed, and where its allowances stand with it. */
record AdmittedCall(Call call, LiveCall live, List<Standing> standings) {
  /** The same, to be attempted once more. */
  Call again() {
    String first = live.row().retries();
    return call.retrying(first == null ? live.row().id() : first);
  }
}

package dev.bridle.call;

import dev.bridle.http.Answer;
import dev.bridle.http.SendFailure;
import java.util.Set;

/** When another connection may do better: the fault is the provider's or the key's. */
final class Fallbacks {
  private static final Set<Integer> STATUSES = Set.of(401, 403, 429, 500, 502, 503, 504, 529);

  private Fallbacks() {}

  static boolean helpAfter(Answer answer) {
    return STATUSES.contains(answer.status());
  }

  /** Not where this side has given up. */
  static boolean helpAfter(SendFailure failure) {
    return failure.kind() != SendFailure.Kind.GIVEN_UP;
  }
}

package dev.bridle.ledger;

import java.util.Arrays;
import java.util.Set;

/** Two subjects whose sums are kept together; rows lie in the order of the first. */
enum SubjectPair {
  PIPELINE_BRANCH(SumKey.PIPELINE, SumKey.BRANCH),
  PIPELINE_CREATOR(SumKey.PIPELINE, SumKey.CREATOR),
  CREATOR_BRANCH(SumKey.CREATOR, SumKey.BRANCH);

  private final String first;
  private final String second;

  SubjectPair(String first, String second) {
    this.first = first;
    this.second = second;
  }

  static SubjectPair of(Set<String> subjects) {
    return Arrays.stream(values())
        .filter(pair -> subjects.equals(Set.of(pair.first, pair.second)))
        .findFirst()
        .orElseThrow();
  }

  String first() {
    return first;
  }

  String second() {
    return second;
  }

  /** As a row names it. */
  String word() {
    return first + " " + second;
  }
}

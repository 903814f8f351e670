package dev.bridle.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far the code of a build is trusted, as limits tell builds apart. */
public enum BranchClass {
  /** A pull request from another repository. */
  FORK,
  /** A pull request from the pipeline's own repository. */
  PULL_REQUEST,
  /** The pipeline's default branch. */
  DEFAULT,
  /** Any other branch or tag. */
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<BranchClass> find(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }

  static BranchClass of(String branch, JobFacts facts) {
    var pull = facts.pullRequest();
    if (pull != null) {
      return pull.fork() ? FORK : PULL_REQUEST;
    }
    return branch.equals(facts.defaultBranch()) ? DEFAULT : OTHER;
  }
}

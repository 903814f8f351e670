package dev.bridle.condition;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which variables of the environment a condition may name. Of those that the platform sets, only
 * some are known when a condition is asked.
 */
final class EnvironmentNames {
  private static final String OURS = "BUILDKITE_";

  private static final Set<String> KNOWN =
      Stream.of(
              """
              BRANCH TAG MESSAGE COMMIT PIPELINE_SLUG PIPELINE_NAME PIPELINE_ID ORGANIZATION_SLUG
              TRIGGERED_FROM_BUILD_ID TRIGGERED_FROM_BUILD_NUMBER TRIGGERED_FROM_BUILD_PIPELINE_SLUG
              TRIGGERED_FROM_BUILD_JOB_ID REBUILT_FROM_BUILD_ID REBUILT_FROM_BUILD_NUMBER REPO
              PULL_REQUEST PULL_REQUEST_BASE_BRANCH PULL_REQUEST_REPO
              PULL_REQUEST_USING_MERGE_REFSPEC MERGE_QUEUE_BASE_BRANCH MERGE_QUEUE_BASE_COMMIT
              GIT_DIFF_BASE GITHUB_ACTION GITHUB_COMMENT_ID GITHUB_DEPLOYMENT_ID
              GITHUB_DEPLOYMENT_TASK GITHUB_DEPLOYMENT_ENVIRONMENT GITHUB_DEPLOYMENT_PAYLOAD
              GITHUB_EVENT GITHUB_REVIEW_ID GITHUB_REVIEW_STATE GITHUB_CHECK_RUN_CONCLUSION
              GITHUB_CHECK_RUN_NAME GITHUB_DEPLOYMENT_STATUS_ENVIRONMENT
              GITHUB_DEPLOYMENT_STATUS_STATE GITHUB_RELEASE_DRAFT GITHUB_RELEASE_PRERELEASE
              GITHUB_RELEASE_TAG
              """
                  .split("\\s+"))
          .map(OURS::concat)
          .collect(Collectors.toUnmodifiableSet());

  private EnvironmentNames() {}

  static boolean wellFormed(String name) {
    return !name.isEmpty() && name.chars().allMatch(Cursor::isName);
  }

  static void requireVisible(String name, int position) throws InvalidCondition {
    if (name.startsWith(OURS) && !KNOWN.contains(name)) {
      throw new InvalidCondition(
          "`" + InvalidCondition.shown(name) + "` can't be used in a condition" + meant(name),
          position);
    }
  }

  /** The known name that differs least, if it differs little. */
  private static String meant(String name) {
    if (name.length() > 60) {
      return "";
    }
    var closest =
        KNOWN.stream()
            .min(
                Comparator.comparingInt((String known) -> distance(name, known))
                    .thenComparing(Comparator.naturalOrder()))
            .filter(known -> distance(name, known) <= 3);
    return closest.map(known -> "; did you mean `" + known + "`?").orElse("");
  }

  /** How many letters must be put in, taken out or changed. */
  private static int distance(String from, String to) {
    String a = from.toUpperCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}

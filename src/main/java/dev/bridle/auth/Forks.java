package dev.bridle.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a pull request's repository is another one than the pipeline's. */
final class Forks {
  private Forks() {}

  /** Where nothing is known of the pipeline's own repository, a stranger is taken for one. */
  static boolean isFork(
      @Nullable String pullRepository, @Nullable String ownRepository, String branch) {
    if (pullRepository != null && !pullRepository.isBlank()) {
      return ownRepository == null || !plain(pullRepository).equals(plain(ownRepository));
    }
    // Branches of forks are named owner:branch.
    return branch.indexOf(':') > 0;
  }

  /** The same repository by every way of writing its address: {@code host/owner/name}. */
  private static String plain(String address) {
    String text = address.strip().toLowerCase(Locale.ROOT);
    text = text.replaceFirst("^[a-z+]+://", "").replaceFirst("^[^/@]*@", "");
    text = text.replaceFirst("^([^/:]+):(?:[0-9]+/)?", "$1/").replaceFirst("/+$", "");
    return text.replaceFirst("\\.git$", "").replaceAll("/+", "/");
  }
}

package dev.bridle.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A commit as the first job of a build found it in the repository. */
record Commit(String sha, Author author, String message) {
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern TOLD =
      Pattern.compile(
          "commit (?<sha>[0-9a-f]+)\\n(?:abbrev-commit .*\\n)?Author: (?<name>.*?) ?<(?<mail>.*)>\\n"
              + "(?<message>[\\s\\S]*)");

  static boolean isFull(String commit) {
    return FULL.matcher(commit).matches();
  }

  /** Reads what agents say about a commit, as {@code git show} prints it. */
  static Optional<Commit> of(String told) {
    Matcher lines = TOLD.matcher(told);
    if (!lines.matches() || !isFull(lines.group("sha"))) {
      return Optional.empty();
    }
    var author = new Author(null, lines.group("name"), lines.group("mail"));
    String message = lines.group("message").stripIndent().strip();
    return Optional.of(new Commit(lines.group("sha"), author, message));
  }
}

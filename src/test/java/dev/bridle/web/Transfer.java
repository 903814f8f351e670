package dev.bridle.web;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a browser had to fetch of the page that it shows. */
public final class Transfer {
  /** As large as the first view of a page may be. */
  private static final int MOST = 300_000;

  /** What has fewer is no page with its files. */
  private static final int LEAST = 10_000;

  /** What the browser kept counts as it came once, with the most that its headers may take. */
  private static final String BYTES =
      """
      () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, one) => sum + (one.transferSize || one.encodedBodySize + 500), 0)
      """;

  private static final String AGAIN =
      """
      () => performance.getEntriesByType('resource')
        .filter(one => one.name.includes('/assets/') && one.transferSize > 0).map(one => one.name)
      """;

  private Transfer() {}

  /** What is wrong with all that someone would have to fetch who has never been here. */
  public static List<String> tooMuch(Page page) {
    int bytes = (int) Objects.requireNonNull(page.evaluate(BYTES));
    return bytes > LEAST && bytes < MOST ? List.of() : List.of(bytes + " bytes had to come");
  }

  /** The files of ours that came although the page had been here before. */
  public static List<String> again(Page page) {
    var files = (List<?>) Objects.requireNonNull(page.evaluate(AGAIN));
    return Stream.of(files.toArray()).map(file -> file + " was fetched again").toList();
  }
}

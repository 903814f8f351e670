package dev.bridle.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that a test writes from the code. */
public final class Page {
  private Page() {}

  /**
   * Writes the page and fails when that changed it: run the test once more and commit the page. In
   * CI a stale page therefore fails the build.
   */
  public static void isUpToDate(Path page, String content) throws IOException {
    String before = Files.exists(page) ? Files.readString(page) : "";
    Files.writeString(page, content);
    assertThat(before)
        .as("%s was out of date; it has been written anew, commit it", page)
        .isEqualTo(content);
  }
}

package dev.bridle.e2e;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The founding example in both its homes, run by real agents from 2023 to 2026. */
@Tag("e2e")
@Needs({Program.GIT, Program.CURL})
class RealAgentsTest {
  private static Site site;
  private static FoundingExample example;

  @BeforeAll
  static void start() {
    site = Site.withSandbox(Map.of());
    example = new FoundingExample(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_137_0)
  void agent3137RunsTheStoredExample() {
    var nothing = new GitRepository("", "HEAD");
    var ran = example.stored(Program.BUILDKITE_AGENT_3_137_0, "stored-3-137-0", nothing);
    example.isWholeFor(ran, "3.137.0", "HEAD");
  }
}

package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The founding example in both its homes, with PostgreSQL behind the server. */
@Tag("e2e")
@Needs({Program.GIT, Program.CURL, Program.BUILDKITE_AGENT_3_137_0})
class RealAgentsOnPostgresTest {
  private static final Program AGENT = Program.BUILDKITE_AGENT_3_137_0;
  private static final String VERSION = "3.137.0";

  private static String database;
  private static Site site;
  private static FoundingExample example;

  @BeforeAll
  static void start() {
    Map<String, String> flags = RunningBridle.on(Engine.POSTGRESQL);
    database = Objects.requireNonNull(flags.get("database-url"));
    site = Site.withSandbox(flags);
    example = new FoundingExample(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void theStoredExampleRuns() {
    var ran = example.stored(AGENT, "stored", new GitRepository("", "HEAD"));
    example.isWholeFor(ran, VERSION, "HEAD");
  }

  @Test
  void theExampleFromItsRepositoryRunsAndLeavesNoToken() {
    var repository = GitRepository.holding(FoundingExample.STEPS, FoundingExample.yaml());
    var ran = example.uploaded(AGENT, "uploaded", repository);

    example.isWholeFor(ran, VERSION, repository.commit());
    example.leftNoToken(ran);
    var search = new TokenSearch();
    search.database("jdbc:" + database.replace("postgres@", "") + "?user=postgres");
    assertThat(search.places()).isEmpty();
    assertThat(search.searched()).isGreaterThan(100);
  }
}

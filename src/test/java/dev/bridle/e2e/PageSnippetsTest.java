package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider's page gives to paste, pasted: each snippet as a real job that asks a model. */
@Tag("e2e")
@Needs({
  Program.CURL,
  Program.CLAUDE_CODE,
  Program.NPM_ANTHROPIC,
  Program.NPM_OPENAI,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_OPENAI
})
class PageSnippetsTest {
  private static final Pattern SNIPPET =
      Pattern.compile("<code id=\"snippet-(?<id>[\\w-]+)\">(?<text>.*?)</code>", Pattern.DOTALL);
  private static final Map<String, String> LANGUAGES =
      Map.of("curl", "yaml", "claude-code", "yaml", "python", "python", "typescript", "ts");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder = Engine.temporaryFolder();
  private final Site site = Site.withSandbox(Map.of());
  private @Nullable RunnerWithClients runner;

  @BeforeEach
  void startRunner() throws IOException {
    runner = new RunnerWithClients(site, folder);
  }

  @AfterEach
  void close() {
    if (runner != null) {
      runner.close();
    }
    site.close();
  }

  /** As an administrator copies them. */
  private Map<String, String> snippets(String provider) {
    var person =
        Map.of(
            "email",
            RunningBridle.BEN,
            "name",
            "Ben",
            "role",
            "admin",
            "password",
            RunningBridle.PASSWORD);
    assertThat(site.post("/members", person).status()).isEqualTo(201);
    String page =
        new Walker(site.server().url())
            .signedIn(RunningBridle.BEN, RunningBridle.PASSWORD)
            .get("/organizations/acme/model-providers/" + provider)
            .body();
    var found = new LinkedHashMap<String, String>();
    SNIPPET
        .matcher(page)
        .results()
        .forEach(one -> found.put(one.group("id"), text(one.group("text"))));
    return found;
  }

  private static String text(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  @ParameterizedTest
  @CsvSource({"anthropic, 4", "openai, 3"})
  void everySnippetOfAProvidersPageAsksAModel(String provider, int count) {
    assertThat(site.put("/model-providers/" + provider, Map.of("method", "sandbox")).status())
        .isEqualTo(200);
    var snippets = snippets(provider);
    assertThat(snippets).hasSize(count);
    snippets.forEach((id, text) -> {
      String language = LANGUAGES.getOrDefault(id, "none");
      var example = new GuideExample(provider, language, text, Optional.empty(), Optional.empty());
      var build = site.run(provider + "-" + id, example.steps());
      var shown = site.await(build, PATIENCE);
      String log = site.lastLog(build);
      assertThat(shown.path("state").asString()).as(text + "\n" + log).isEqualTo("passed");
      assertThat(log).as(text).contains("[sandbox]");
      assertThat(site.callsOf(Site.jobs(shown).getLast())).as(text).isNotEmpty();
    });
  }
}

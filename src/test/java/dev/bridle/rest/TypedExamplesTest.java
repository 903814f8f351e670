package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages of the API show as typed in a shell, typed as it stands there. */
@Needs(Program.CURL)
class TypedExamplesTest {
  private static final Pattern TYPED =
      Pattern.compile("<!-- typed -->\n```sh\n(.*?)```", Pattern.DOTALL);

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** A question goes with what sets a client up only. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          audit-events.md    | 'occurred_at,type,actor_type'   |
          ledger.md          | '"ok":true'                     |
          model-providers.md | '"method":"byo"'                |
          openai.md          | '"data"'                        | 'curl -H "Authorization: Bearer $OPENAI_API_KEY" "$OPENAI_BASE_URL/models"'
          """)
  void whatIsTypedWorks(String page, String answer, String question) throws Exception {
    desk.connectOpenAi();
    var shown = TYPED.matcher(Files.readString(Path.of("docs", "api", page)));
    assertThat(shown.find()).isTrue();
    String typed = shown.group(1) + (question == null ? "" : question);
    assertThat(shown.find()).as("another one").isFalse();
    assertThat(typed(typed)).contains(answer);
  }

  private String typed(String text) throws IOException, InterruptedException {
    // A key is cut on the page; a status that tells of an error must be one here.
    String real =
        text.replace("sk-ant-\u2026", "sk-ant-00001")
            .replace("curl ", "curl -sS --fail-with-body ");
    var builder =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", real).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("BRIDLE_URL", desk.url());
    environment.put("BRIDLE_API_TOKEN", desk.apiToken);
    environment.put("BUILDKITE_AGENT_ENDPOINT", desk.url() + "/v3");
    environment.put("BUILDKITE_AGENT_ACCESS_TOKEN", desk.job.token());
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

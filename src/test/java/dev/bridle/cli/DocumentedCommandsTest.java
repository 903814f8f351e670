package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that the pages show, typed as they stand there, one after the other. */
class DocumentedCommandsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^    \\./bridle (admin [^#\n]+)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final RunningBridle bridle = RunningBridle.start();
  private final String token = bridle.setUp().path("api_token").asString();
  private final Path folder = Engine.temporaryFolder();
  private String lastId = "";

  @BeforeEach
  void connect() {
    var ana = bridle.as(token);
    String organization = "/v2/organizations/acme";
    ana.put(organization + "/model-providers/anthropic", Map.of("method", "sandbox"));
    var made =
        ana.post(
            organization + "/pipelines",
            Map.of(
                "name", "Hello", "repository", "", "configuration", "steps: [{command: 'true'}]"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/api/ai-policy.md",
        "docs/api/kill-switches.md",
        "docs/api/allowances.md",
        "docs/api/prices.md",
        "docs/api/ledger.md",
        "docs/api/model-calls.md",
        "docs/api/capture.md"
      })
  void everyCommandOfAPageWorks(String page) throws IOException {
    assertThat(runAll(Files.readString(Path.of(page)))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md"})
  void everyCommandOfTheSectionOnLimitsWorks(String page) throws IOException {
    String text = Files.readString(Path.of(page));
    int from = text.indexOf("## Limits, rules and a way to stop");
    assertThat(runAll(text.substring(from, text.indexOf("## Read on")))).isGreaterThan(7);
  }

  private int runAll(String text) throws IOException {
    var commands = COMMAND.matcher(text);
    int count = 0;
    while (commands.find()) {
      run(commands.group(1).strip());
      count++;
    }
    return count;
  }

  private void run(String command) throws IOException {
    int arrow = command.indexOf(" > ");
    String plain = arrow < 0 ? command : command.substring(0, arrow);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Map.of("BRIDLE_URL", bridle.url(), "BRIDLE_API_TOKEN", token),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            words(plain).toArray(String[]::new));
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(status).as(command + "\n" + said + err).isZero();
    var id = ID.matcher(said);
    lastId = id.find() ? id.group() : lastId;
    if (arrow >= 0) {
      Files.writeString(folder.resolve(command.substring(arrow + 3).strip()), said);
    }
  }

  /** Words as a shell would make them; ID is the one that was printed last, files lie aside. */
  private List<String> words(String command) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(command);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(
          word.equals("ID")
              ? lastId
              : word.endsWith(".json") ? folder.resolve(word).toString() : word);
    }
    return words;
  }
}

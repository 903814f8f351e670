package dev.bridle.web.build;

import static dev.bridle.store.schema.Tables.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings of a pipeline whose steps can't run, or can't run with them. */
@OnBothEngines
class SettingsOfStepsTest {
  private static final String SETTINGS = "/acme/demo/settings";
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

  private final PipelineSite site;
  private final Walker ana;

  SettingsOfStepsTest(Engine engine) {
    site = new PipelineSite(engine);
    site.pipeline("Demo", "steps:\n  - command: ok\n");
    ana = site.bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** As a server of another version may have left them. */
  private void store(String steps) {
    try (var database = Database.open(site.bridle.databaseUrl())) {
      database.execute(sql -> sql.update(PIPELINE).set(PIPELINE.CONFIGURATION, steps).execute());
    }
  }

  private HttpResponse<String> save(String name, String branch) {
    var seen = SEEN.matcher(ana.get(SETTINGS).body());
    assertThat(seen.find()).isTrue();
    return ana.submit(
        SETTINGS, Map.of("name", name, "default_branch", branch, "seen", seen.group(1)));
  }

  @Test
  void stepsThatDoNotParseAreNamedAndNothingIsSaved() {
    store("steps:\n  - command: <b>[\n  - wat: [\n");
    var refused = save("Renamed", "trunk");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("The steps of this pipeline can't run with these settings, so nothing was saved.")
        .contains(
            "Line 4, column 1", "Change the steps first", "value=\"Renamed\"", "value=\"trunk\"")
        .doesNotContain("<b>[");
    assertThat(ana.get(SETTINGS).body()).contains("value=\"Demo\"");
    store("steps:\n  - command: ok\n");
    assertThat(save("Renamed", "trunk").statusCode()).isEqualTo(303);
  }

  @Test
  void stepsThatUseASettingAreNamedWhenTheyCouldNotRunWithIt() {
    store("steps:\n  - {command: a, key: main}\n  - {command: b, key: $BUILDKITE_BRANCH}\n");
    assertThat(save("Demo", "trunk").statusCode()).isEqualTo(303);
    var refused = save("Demo", "main");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("with these settings", "The key \"main\" has already been used");
    assertThat(ana.get(SETTINGS).body()).contains("value=\"trunk\"");
  }
}

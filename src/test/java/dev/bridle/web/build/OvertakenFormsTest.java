package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two people who change the same pipeline: nobody's text is lost or replaced unseen. */
@OnBothEngines
class OvertakenFormsTest {
  private static final String STEPS = "/acme/demo/settings/steps";
  private static final String SETTINGS = "/acme/demo/settings";
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

  private final PipelineSite site;
  private final Walker ana;
  private final Walker ben;

  OvertakenFormsTest(Engine engine) {
    site = new PipelineSite(engine);
    site.pipeline("Demo", steps("first"));
    ana = site.bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
    ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static String steps(String command) {
    return "steps:\n  - command: " + command + "\n";
  }

  private static String seen(String page) {
    var found = SEEN.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static HttpResponse<String> save(Walker who, String seen, String yaml) {
    return who.submit(STEPS, Map.of("configuration", yaml, "seen", seen));
  }

  @Test
  void stepsThatSomeoneElseChangedAreNotReplacedUnseen() {
    String seen = seen(ana.get(STEPS).body());
    assertThat(save(ben, seen, steps("of-ben")).statusCode()).isEqualTo(303);

    var overtaken = save(ana, seen, steps("of-ana"));
    assertThat(overtaken.statusCode()).isEqualTo(409);
    assertThat(overtaken.body())
        .contains("Someone else changed the steps in the meantime, so nothing was saved.")
        .contains("command: of-ben", "command: of-ana");
    assertThat(ana.get(STEPS).body()).contains("of-ben").doesNotContain("of-ana");

    // What the page now shows may be replaced.
    assertThat(save(ana, seen(overtaken.body()), steps("of-ana")).statusCode()).isEqualTo(303);
    assertThat(ben.get(STEPS).body()).contains("of-ana");
  }

  @Test
  void whoeverSendsTheSameTwiceFindsItDone() {
    String seen = seen(ana.get(STEPS).body());
    assertThat(save(ana, seen, steps("once")).statusCode()).isEqualTo(303);
    assertThat(save(ana, seen, steps("once")).statusCode()).isEqualTo(303);
  }

  @Test
  void aFormThatDoesNotSayWhatItReplacesReplacesNothing() {
    var answer = ana.submit(STEPS, Map.of("configuration", steps("blind")));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("blind", "first");
    assertThat(ana.get(STEPS).body()).doesNotContain("blind");
  }

  @Test
  void ofManyAtOnceOneIsSaved() throws Exception {
    String seen = seen(ana.get(STEPS).body());
    String token = ana.formToken(STEPS);
    var all = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 8; i++) {
      var fields = Map.of("form_token", token, "seen", seen, "configuration", steps("n" + i));
      all.add(() -> ana.post(STEPS, fields).statusCode());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var codes = new ArrayList<Integer>();
      for (var answer : threads.invokeAll(all)) {
        codes.add(answer.get());
      }
      assertThat(codes).hasSize(8).containsOnly(303, 409).containsOnlyOnce(303);
    }
  }

  @Test
  void settingsAreKeptLikewise() {
    String seen = seen(ana.get(SETTINGS).body());
    var fields = new HashMap<>(Map.of("name", "Of Ben", "default_branch", "main", "seen", seen));
    assertThat(ben.submit(SETTINGS, fields).statusCode()).isEqualTo(303);

    fields.put("name", "Of Ana");
    fields.put("description", "<i>new</i>");
    var overtaken = ana.submit(SETTINGS, fields);
    assertThat(overtaken.statusCode()).isEqualTo(409);
    assertThat(overtaken.body())
        .contains("Someone else changed these settings", "<bdi>Of Ben</bdi>")
        .contains("value=\"Of Ana\"", "&lt;i>new&lt;/i>")
        .doesNotContain("<i>");

    // Steps are another field: who changed them is in nobody's way here.
    save(ben, seen(ben.get(STEPS).body()), steps("of-ben"));
    fields.put("seen", seen(overtaken.body()));
    assertThat(ana.submit(SETTINGS, fields).statusCode()).isEqualTo(303);
    assertThat(ben.get(SETTINGS).body()).contains("value=\"Of Ana\"");
    assertThat(ben.get(STEPS).body()).contains("of-ben");
  }
}

package dev.bridle.web.document;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import dev.bridle.web.Place;
import dev.bridle.web.Tab;
import dev.bridle.web.provider.Brand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server shows the documentation of its own version, and its pages lead there. */
class DocumentPageTest {
  private static final Path DOCS = Path.of("docs");
  private static final Pattern ARTICLE =
      Pattern.compile("<article class=\"document\">(.*)</article>", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("<a href=\"(?!https?:)([^\"]+)\"");

  private final FakeProvider provider = new FakeProvider(answering(200, "text/plain", ""));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);
  private final Walker ana;

  DocumentPageTest() {
    desk.addPeople();
    ana = new Walker(desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static List<String> files() throws IOException {
    try (var files = Files.walk(DOCS)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> DOCS.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private String article(String path) {
    var came = ana.get(path);
    assertThat(came.statusCode()).as(path).isEqualTo(200);
    var article = ARTICLE.matcher(came.body());
    assertThat(article.find()).as(path).isTrue();
    return article.group(1);
  }

  @Test
  void everyPageIsShownAndEveryLinkInItHolds() throws IOException {
    var broken = new ArrayList<String>();
    for (String file : files()) {
      String from = "/docs/" + file;
      String text = article(from);
      assertThat(text).as(from).contains("<h1");
      for (var link = LINK.matcher(text); link.find(); ) {
        var to = URI.create(from).resolve(link.group(1));
        boolean found = ana.get(to.getPath()).statusCode() == 200;
        boolean stands =
            to.getFragment() == null
                || found && article(to.getPath()).contains("id=\"" + to.getFragment() + "\"");
        if (!found || !stands) {
          broken.add(from + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void everyPlaceHasAPageOfTheDocumentation(Place place) {
    var to = URI.create(place.document());
    String text = article(to.getPath());
    if (to.getFragment() != null) {
      assertThat(text).contains("id=\"" + to.getFragment() + "\"");
    }
  }

  @Test
  void pagesLeadToIt() {
    assertThat(ana.get("/organizations/acme/usage").body())
        .contains("href=\"/docs/guide/usage.md\"");
    assertThat(ana.get("/organizations/acme/model-providers/anthropic").body())
        .contains("href=\"/docs/guide/anthropic.md\"");
    for (Brand brand : Brand.ALL) {
      assertThat(article("/docs/guide/" + brand.name() + ".md")).contains("curl");
    }
    assertThat(ana.get("/docs").headers().firstValue("Location")).contains(Place.DOCUMENTATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/guide/none.md",
        "/docs/none/usage.md",
        "/docs/guide/..%2f..%2fapplication.properties",
        "/docs/..%2fweb%2fbridle.css",
        "/docs/guide/usage",
        "/docs/guide/%00.md"
      })
  void nothingElseCanBeRead(String path) {
    assertThat(ana.get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void theStartIsNoLinkToItself() {
    assertThat(ana.get("/docs/guide/README.md").body())
        .contains("<span aria-current=\"page\">Documentation</span>");
    assertThat(ana.get("/docs/guide/usage.md").body())
        .contains("<a href=\"/docs/guide/README.md\">Documentation</a>");
  }

  @Test
  void whoHasNotSignedInIsSentToTheDoor() {
    var came = new Walker(desk.url()).get("/docs/guide/usage.md");
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(came.headers().firstValue("Location").orElseThrow()).startsWith("/login?to=");
  }

  @Test
  @Needs(Program.CHROMIUM)
  void itIsReadableEverywhere() {
    try (var tab = Tab.of(desk.url(), RunningBridle.ANA)) {
      tab.go("/organizations/acme/usage").follow("Documentation");
      assertThat(tab.heading()).isEqualTo("Usage");
      tab.go("/docs/guide/anthropic.md").look("document");
    }
  }
}

package dev.bridle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Route;
import dev.bridle.testing.RunningBridle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example of the documentation for users is run by a test. A comment before each fenced block
 * says by which; here it is checked that this test goes through the page.
 */
class DocumentedExamplesAreRunTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern FENCE =
      Pattern.compile("(?m)(?:^<!-- (?<how>.*) -->\n)?^```(?<language>\\w*)$");
  private static final Pattern RUN_BY = Pattern.compile("run by: (\\w+)");
  private static final Pattern INDENTED = Pattern.compile("(?m)^(?:    .*\n)+");
  private static final Pattern ADDRESS =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE) +(/v[23]/[^ ?]*)(\\?\\S*)?");

  /** How a block says that it is run, and the tests that go through such blocks. */
  private static final Map<String, List<String>> RUNNERS =
      Map.of(
          "example:", List.of("DocumentedExamplesTest", "BuildsPageExamplesTest"),
          "answer", List.of("DocumentedExamplesTest", "BuildsPageExamplesTest"),
          "pipeline", List.of("BuildsPageExamplesTest"),
          "shown:", List.of("ShownAnswersTest"),
          "typed", List.of("TypedExamplesTest"));

  /** The guide is gone through as a whole, by GuideTest; people.md by a test of its own. */
  static Stream<Path> pages() throws IOException {
    try (var pages = Files.list(DOCS.resolve("api"))) {
      return pages.sorted().toList().stream();
    }
  }

  private static String source(String test) {
    try (var files = Files.walk(TESTS)) {
      var found = files.filter(file -> file.endsWith(test + ".java")).findFirst();
      assertThat(found).as("there is a test " + test).isPresent();
      return Files.readString(found.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> runners(String how) {
    var named = RUN_BY.matcher(how);
    return named.matches()
        ? List.of(named.group(1))
        : RUNNERS.getOrDefault(how.split(" ", 2)[0], List.of());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockOfAPageIsRun(Path page) throws IOException {
    String text = Files.readString(page);
    var notRun = new ArrayList<String>();
    var fences = FENCE.matcher(text);
    for (boolean begins = true; fences.find(); begins = !begins) {
      String how = fences.group("how");
      boolean run =
          !begins
              || how != null
                  && runners(how).stream()
                      .anyMatch(test -> source(test).contains(String.valueOf(page.getFileName())));
      if (!run) {
        notRun.add("line " + text.substring(0, fences.start()).lines().count() + ": " + how);
      }
    }
    assertThat(notRun).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyIndentedBlockIsTypedOrNamesRoutes(Path page) throws IOException {
    var routes = routes();
    var unknown = new ArrayList<String>();
    for (var block : INDENTED.matcher(withoutFences(page)).results().toList()) {
      boolean isTyped =
          source("DocumentedCommandsTest")
              .contains("\"" + DOCS.resolve("api").resolve(page.getFileName()) + "\"");
      block
          .group()
          .lines()
          .map(String::strip)
          .forEach(line -> {
            var address = ADDRESS.matcher(line);
            boolean known =
                address.matches()
                    ? routes.stream()
                        .anyMatch(route -> takes(route, address.group(1), address.group(2)))
                    : line.startsWith("./bridle admin ") && isTyped;
            if (!known) {
              unknown.add(line);
            }
          });
    }
    assertThat(unknown).isEmpty();
  }

  private static String withoutFences(Path page) throws IOException {
    return Files.readString(page).replaceAll("(?ms)^```\\w+$.*?^```$", "");
  }

  private static List<Route> routes() {
    try (var bridle = RunningBridle.start()) {
      return bridle.routes();
    }
  }

  private static boolean takes(Route route, String method, String path) {
    String pattern =
        route.path().replaceAll("/\\{\\w+\\.\\.\\.}", "(/.*)?").replaceAll("\\{\\w+}", "[^/]+");
    return (route.method().equals("*") || route.method().equals(method)) && path.matches(pattern);
  }

  @Test
  void thePagesAtTheTopHaveBlocksOnlyWhereATestOfTheirOwnRunsThem() throws IOException {
    try (var pages = Files.list(DOCS)) {
      var withBlocks =
          pages
              .filter(Files::isRegularFile)
              .filter(page -> hasBlocks(page))
              .map(page -> String.valueOf(page.getFileName()));
      // The picture of the architecture is no example, and no user's machine is measured by a test.
      assertThat(withBlocks)
          .containsExactlyInAnyOrder("people.md", "architecture.md", "benchmarks.md");
    }
  }

  private static boolean hasBlocks(Path page) {
    try {
      String text = Files.readString(page);
      return FENCE.matcher(text).find() || INDENTED.matcher(text).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

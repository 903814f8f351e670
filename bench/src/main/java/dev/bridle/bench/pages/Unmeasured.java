package dev.bridle.bench.pages;

import dev.bridle.http.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds pages of a server that the bench doesn't ask for, so that none is forgotten. */
final class Unmeasured {
  private static final String SETTINGS = "/organizations/{organization}/";
  private static final String BUILDS = "/{organization}/{pipeline}/builds";
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

  private static final Set<String> ON_PURPOSE =
      Set.of(
          // Leads to another page.
          "/",
          "/docs",
          "/user",
          SETTINGS + "clusters",
          SETTINGS + "clusters/{cluster}/queues/{queue}",
          SETTINGS + "users/invitations",
          BUILDS,
          // Files, and a stream that has no end.
          SETTINGS + "audit-log.csv",
          SETTINGS + "audit-log.jsonl",
          SETTINGS + "usage.csv",
          BUILDS + "/{number}/jobs/{job}/log.txt",
          BUILDS + "/{number}/events",
          // Asked for after the page, because they take longer.
          SETTINGS + "ai-policy/restore/dry-run",
          // By ./bridle bench usage.
          SETTINGS + "usage/panels/{panel}",
          // Of a server without an organization.
          "/setup");

  private Unmeasured() {}

  /** The paths of pages that none of these is an address of. */
  static List<String> of(List<Route> routes, List<Page> measured) {
    var pages =
        routes.stream()
            .filter(route -> route.method().equals("GET"))
            .filter(route -> route.caller().matches("VISITOR|PERSON.*"))
            .map(Route::path)
            .sorted(Comparator.comparingInt(Unmeasured::parameters))
            .toList();
    var seen = new HashSet<String>();
    for (Page page : measured) {
      String path = page.path().replaceFirst("\\?.*", "");
      pages.stream().filter(route -> fits(route, path)).findFirst().ifPresent(seen::add);
    }
    var unmeasured = new ArrayList<>(pages);
    unmeasured.removeAll(seen);
    unmeasured.removeAll(ON_PURPOSE);
    return unmeasured;
  }

  /** Of several routes that fit, the one that says most by itself answers. */
  private static int parameters(String route) {
    return (int) PARAMETER.matcher(route).results().count();
  }

  private static boolean fits(String route, String path) {
    return path.matches(PARAMETER.matcher(route).replaceAll("[^/]+"));
  }
}

package dev.bridle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.http.Route;
import dev.bridle.organization.Slug;
import dev.bridle.testing.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesPageTest {
  private static final String HEAD =
      """
      # Routes

      Written by `RoutesPageTest` from the routes that a running server has; don't edit it by hand.

      The caller is checked by the route itself. `ANYONE` needs no token. `TOKEN` is any API token (`brdu_`); `MEMBER`
      and `ADMIN` are API tokens of the organization in the path with the right scope. `AGENTTOKEN` is a cluster's agent
      token (`brdc_`), `AGENT` the token of a registered agent (`brda_`), `JOB` the token of a running job (`brdj_`), and
      `SETUP` the one-time secret in the data folder of a new server, and `OPERATOR` the secret that lies in the data
      folder while a server runs. `*` is every method.

      Pages are for people with a browser: `VISITOR` is anyone, `PERSON` whoever has signed in, `PERSON:MEMBER` and
      `PERSON:ADMIN` the members and administrators of the organization in the path. What they `POST` are forms, which are
      taken only from pages of this server.

      | Caller | Method | Path |
      | --- | --- | --- |
      """;

  @Test
  void thePageIsUpToDate(@TempDir Path data) throws IOException {
    try (var bridle = Bridle.start(settings(data), InstantSource.system())) {
      Page.isUpToDate(Path.of("docs", "routes.md"), HEAD + lines(bridle.routes()));
    }
  }

  @Test
  void noOrganizationCanStandInTheWayOfARoute(@TempDir Path data) throws IOException {
    try (var bridle = Bridle.start(settings(data), InstantSource.system())) {
      assertThat(bridle.routes())
          .extracting(route -> route.path().split("/", -1)[1])
          .filteredOn(beginning -> !beginning.isEmpty() && !beginning.startsWith("{"))
          .isNotEmpty()
          .allSatisfy(beginning ->
              assertThatThrownBy(() -> Slug.ofOrganization(beginning))
                  .hasMessageContaining("address of the server"));
    }
  }

  private static BridleSettings settings(Path data) {
    return BridleSettings.read(
        Map.of(
            BridleSettings.DATA.key(),
            data.toString(),
            BridleSettings.LISTEN.key(),
            "127.0.0.1:0",
            "oidc-issuer",
            "https://id.example.com",
            "oidc-client-id",
            "bridle"),
        Map.of());
  }

  private static String lines(List<Route> routes) {
    return routes.stream()
        .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
        .map(
            route -> "| %s | %s | `%s` |\n".formatted(route.caller(), route.method(), route.path()))
        .collect(joining());
  }
}

package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private final Router router =
      new Router(
          List.of(
              route("/"),
              route("/v2/organizations/{organization}"),
              route("/organizations/{organization}/settings"),
              route("/{organization}"),
              route("/{organization}/{pipeline}"),
              route("/files/{path...}")));

  private static Route route(String path) {
    return Route.get(path, Guarded.anyone(_ -> Reply.empty(204)));
  }

  private String found(String path) {
    var found = router.find(path);
    return found.isEmpty() ? "" : found.getFirst().route().path();
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "//, /",
    "/acme, /{organization}",
    "/acme/, /{organization}",
    "/acme/web, /{organization}/{pipeline}",
    "//acme//web/, /{organization}/{pipeline}",
    "/organizations/acme/settings, /organizations/{organization}/settings",
    "/files/a/b, /files/{path...}",
    "/files, /files/{path...}"
  })
  void anAddressHasItsRoute(String path, String route) {
    assertThat(found(path)).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({"/v2", "/v2/user", "/%76%32/user", "/organizations", "/organizations/acme"})
  void aFirstSegmentThatARouteNamesIsNoOrganization(String path) {
    assertThat(found(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/agentedge.v1.AgentEdgeService/StreamPings", "/favicon.ico", "/a%20b"})
  void whatCannotBeANameIsNoOrganization(String path) {
    assertThat(found(path)).isEmpty();
  }

  @Test
  void anEncodedSlashStaysInItsSegment() {
    assertThat(router.find("/acme/a%2Fb").getFirst().parameters())
        .isEqualTo(Map.of("organization", "acme", "pipeline", "a/b"));
  }

  @Test
  void aBrokenEscapeIsABadRequest() {
    assertThatThrownBy(() -> router.find("/%zz")).isInstanceOf(HttpError.class);
  }
}

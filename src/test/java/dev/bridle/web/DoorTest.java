package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Query;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets to see a page, and how pages are sent. */
class DoorTest {
  private final RunningBridle bridle = RunningBridle.start();
  private final String apiToken = bridle.setUpForPeople().path("api_token").asString();

  @AfterEach
  void close() {
    bridle.close();
  }

  private Walker ana() {
    return bridle.walker().signedIn(ANA, PASSWORD);
  }

  private static String header(HttpResponse<String> came, String name) {
    return came.headers().firstValue(name).orElse("");
  }

  @Test
  void aMemberIsKeptOutOfSettings() {
    var came = bridle.walker().signedIn(BEN, PASSWORD).get("/organizations/acme/settings");
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body())
        .contains("This page is for administrators.")
        .doesNotContain("Endpoint", "settings-nav");
  }

  @Test
  void otherOrganizationsAreNotThere() {
    assertThat(ana().get("/other").statusCode()).isEqualTo(404);
    assertThat(ana().get("/organizations/other/settings").statusCode()).isEqualTo(404);
  }

  @Test
  void theTildeIsTheCurrentOrganization() {
    var came = ana().get("/organizations/~/settings?product=hosted_models");
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(header(came, "Location"))
        .isEqualTo("/organizations/acme/settings?product=hosted_models");
    assertThat(header(bridle.walker().get("/organizations/~/settings"), "Location"))
        .isEqualTo("/login?to=%2Forganizations%2F%7E%2Fsettings");
  }

  @Test
  void noAddressLeadsToAnotherHost() {
    for (String path : new String[] {"//organizations/~/settings", "//~/hello", "//acme"}) {
      assertThat(header(ana().get(path), "Location")).as(path).doesNotStartWith("//");
      assertThat(header(bridle.walker().get(path), "Location"))
          .as(path)
          .doesNotStartWith("//")
          .doesNotContain("to=%2F%2F");
    }
    assertThat(header(ana().get("//organizations/~/settings?a=b"), "Location"))
        .isEqualTo("/organizations/acme/settings?a=b");
    assertThat(Address.withQuery("/\\\\acme/~", Query.of(""))).isEqualTo("/acme/~");
    assertThat(Address.withQuery("\\/acme", Query.of("a=b"))).isEqualTo("/acme?a=b");
  }

  @Test
  void theBareAddressLeadsToThePipelines() {
    assertThat(header(ana().get("/"), "Location")).isEqualTo("/acme");
    assertThat(header(bridle.walker().get("/"), "Location")).isEqualTo("/login?to=%2F");
  }

  @Test
  void aPieceOfAPageSendsTheWholePageToSignIn() {
    var came = bridle.walker().get("/acme", "HX-Request", "true");
    assertThat(came.statusCode()).isEqualTo(200);
    assertThat(header(came, "HX-Redirect")).isEqualTo("/login?to=%2Facme");
  }

  @Test
  void aPieceOfAPageLeadsBackToThePageAroundIt() {
    String panel = "/organizations/acme/usage/panels/figures";
    for (String[] each :
        new String[][] {
          {
            bridle.url() + "/organizations/acme/usage?by=agent",
            "/organizations/acme/usage?by=agent"
          },
          {"https://evil.test/organizations/acme/usage", panel},
          {bridle.url() + "//evil.test/", "/"},
          {"javascript:alert(1)", panel},
          {"%%%", panel}
        }) {
      var came = bridle.walker().get(panel, "HX-Request", "true", "HX-Current-URL", each[0]);
      assertThat(header(came, "HX-Redirect"))
          .as(each[0])
          .isEqualTo("/login?to=" + Address.encoded(each[1]));
    }
  }

  @Test
  void programsGetJsonAndPeopleGetPages() {
    assertThat(header(bridle.walker().get("/no/such/page"), "Content-Type")).contains("text/html");
    assertThat(header(bridle.walker().get("/v2/nothing"), "Content-Type")).contains("json");
    assertThat(bridle.asNobody().get("/no/such/page").message()).isEqualTo("Not Found");
    assertThat(bridle.as(apiToken).post("/v3/nothing", "").status()).isEqualTo(404);
  }

  @Test
  void theApiTokenOfAProgramOpensNoPage() {
    assertThat(bridle.as(apiToken).get("/acme").status()).isEqualTo(303);
  }

  @Test
  void theCookieOfABrowserOpensNoApi() {
    assertThat(ana().get("/v2/user").statusCode()).isEqualTo(401);
  }

  @Test
  void filesHaveTheirHashInTheirAddressForEver() {
    String page = ana().get("/acme").body();
    String address = page.replaceAll("(?s).*(/assets/[0-9a-f]{16}/bridle.css).*", "$1");
    var plain = bridle.walker().get(address);
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(header(plain, "Cache-Control")).contains("immutable");
    assertThat(header(plain, "Content-Type")).startsWith("text/css");
    var packed = bridle.walker().get(address, "Accept-Encoding", "gzip, br");
    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(bridle.walker().get("/assets/0000000000000000/bridle.css").statusCode())
        .isEqualTo(404);
    assertThat(bridle.walker().get(address.replace("bridle.css", "..%2Ficon.svg")).statusCode())
        .isEqualTo(404);
  }
}

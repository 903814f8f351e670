package dev.bridle.bench.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Guarded;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmeasuredTest {
  private static Route route(String caller, String path) {
    return Route.get(path, new Guarded(caller, _ -> Reply.empty(204)));
  }

  @Test
  void aPageThatNobodyAsksForIsFound() {
    var routes =
        List.of(
            route("PERSON:MEMBER", "/{organization}/{pipeline}"),
            route("PERSON:MEMBER", "/{organization}/{pipeline}/builds/{number}"),
            route("PERSON", "/docs/{page}"),
            route("PERSON", "/docs"),
            route("JOB", "/v3/ai"));
    assertThat(Unmeasured.of(routes, List.of(new Page("a document", "/docs/a.md?b=c"))))
        .containsExactly(
            "/{organization}/{pipeline}", "/{organization}/{pipeline}/builds/{number}");
    assertThat(
            Unmeasured.of(
                routes,
                List.of(
                    new Page("a document", "/docs/a.md"),
                    new Page("a pipeline", "/acme/demo"),
                    new Page("a build", "/acme/demo/builds/1"))))
        .isEmpty();
  }
}

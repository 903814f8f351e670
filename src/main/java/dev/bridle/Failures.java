package dev.bridle;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.TooLarge;
import dev.bridle.organization.InvalidField;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where something thrown becomes an answer of the agent API or of REST. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger("failures");

  private Failures() {}

  static Reply reply(Throwable why) {
    return switch (why) {
      case CompletionException wrapped when wrapped.getCause() != null -> reply(wrapped.getCause());
      case HttpError error -> Reply.of(error);
      case InvalidField invalid -> Reply.json(422, shape(invalid));
      case TooLarge large ->
          Reply.message(413, "The body is larger than " + large.limit() + " bytes.");
      case DataAccessException unavailable -> {
        LOG.error("the database failed", unavailable);
        yield Reply.message(503, "The database can't be used at the moment; try again shortly.")
            .with("Retry-After", "2");
      }
      default -> {
        LOG.error("a request failed", why);
        yield Reply.message(500, "Something went wrong in the server; its log says what.");
      }
    };
  }

  private static Map<String, Object> shape(InvalidField invalid) {
    var error = Map.of("field", invalid.field(), "code", invalid.reason());
    return Map.of("message", invalid.sentence(), "errors", List.of(error));
  }
}

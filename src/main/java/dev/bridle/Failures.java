package dev.bridle;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.TooLarge;
import dev.bridle.organization.InvalidField;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        LOG.error("the database failed: {}", unavailable.getMessage());
        LOG.debug("the failure of the database", unavailable);
        yield Reply.message(503, "The database can't be used at the moment; try again shortly.")
            .with("Retry-After", "2");
      }
      case IOException full -> notStored(full);
      case UncheckedIOException full -> notStored(full);
      default -> {
        LOG.error("a request failed", why);
        yield Reply.message(500, "Something went wrong in the server; its log says what.");
      }
    };
  }

  /** Agents repeat what was answered with a 503: nothing of a log is lost by a full disk. */
  private static Reply notStored(Exception why) {
    LOG.error("something can't be stored: {}", why.getMessage());
    return Reply.message(503, "The server can't store this at the moment; try again shortly.")
        .with("Retry-After", "2");
  }

  private static Map<String, Object> shape(InvalidField invalid) {
    var error = Map.of("field", invalid.field(), "code", invalid.reason());
    return Map.of("message", invalid.sentence(), "errors", List.of(error));
  }
}

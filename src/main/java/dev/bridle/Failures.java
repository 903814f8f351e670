package dev.bridle;

import dev.bridle.http.ClientLeft;
import dev.bridle.http.Headers;
import dev.bridle.http.HttpError;
import dev.bridle.http.NoRoom;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Stalled;
import dev.bridle.http.TooLarge;
import dev.bridle.organization.InvalidField;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where something thrown becomes an answer. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger("failures");

  private Failures() {}

  static Reply reply(Throwable why) {
    return switch (why) {
      case CompletionException wrapped when wrapped.getCause() != null -> reply(wrapped.getCause());
      case InvalidField invalid -> refused(invalid.sentence(), invalid.field(), invalid.reason());
      case InvalidPipeline invalid ->
          refused(sentence(invalid), "configuration", invalid.sentence());
      default -> Reply.of(error(why));
    };
  }

  /** The same in the words of a page. */
  static HttpError error(Throwable why) {
    return switch (why) {
      case CompletionException wrapped when wrapped.getCause() != null -> error(wrapped.getCause());
      case HttpError error -> error;
      case InvalidField invalid -> HttpError.unprocessable(invalid.sentence());
      case InvalidPipeline invalid -> HttpError.unprocessable(sentence(invalid));
      case TooLarge large ->
          new HttpError(413, "The body is larger than " + large.limit() + " bytes.");
      case NoRoom _ ->
          unavailable("The server holds as many requests in memory as it can; try again shortly.");
      case Stalled stalled ->
          new HttpError(408, "Nothing of the body came for " + stalled.idle().toSeconds() + " s.");
      case ClientLeft _ -> HttpError.badRequest("The request did not come whole.");
      case DataAccessException unavailable -> {
        LOG.error("the database failed: {}", unavailable.getMessage());
        LOG.debug("the failure of the database", unavailable);
        yield unavailable("The database can't be used at the moment; try again shortly.");
      }
      case IOException full -> notStored(full);
      case UncheckedIOException full -> notStored(full);
      default -> {
        LOG.error("a request failed", why);
        yield new HttpError(500, "Something went wrong in the server; its log says what.");
      }
    };
  }

  /** Agents repeat what was answered with a 503: nothing of a log is lost by a full disk. */
  private static HttpError notStored(Exception why) {
    LOG.error("something can't be stored: {}", why.getMessage());
    return unavailable("The server can't store this at the moment; try again shortly.");
  }

  private static HttpError unavailable(String sentence) {
    return new HttpError(503, sentence, Headers.of("Retry-After", "2"));
  }

  private static Reply refused(String message, String field, String code) {
    var error = Pairs.of("field", field, "code", code);
    return Reply.json(422, Pairs.of("message", message, "errors", List.of(error)));
  }

  /** What is told by place and problem, as a sentence of its own. */
  private static String sentence(InvalidPipeline invalid) {
    String problem = PipelineProblem.of(invalid).sentence();
    return problem.endsWith(".") ? problem : problem + ".";
  }
}

package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.http.Exchange;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.PriceBooks;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Reads what a job asks: the body once, whole, and the few fields of it that decide. */
public final class Requests {
  /** What Anthropic itself takes at most; nobody else is given more. */
  static final int BODY_LIMIT = 32 << 20;

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;,\"']*)", Pattern.CASE_INSENSITIVE);

  /** Character sets in which keys and numbers are spelled as in UTF-8. */
  private static final Set<String> LIKE_ASCII = Set.of("utf-8", "utf8", "us-ascii", "iso-8859-1");

  private final PriceBooks books;
  private final InstantSource clock;

  public Requests(PriceBooks books, InstantSource clock) {
    this.books = books;
    this.clock = clock;
  }

  CompletableFuture<Call> metered(Exchange exchange, Reach reach, Operation operation) {
    return body(exchange, reach)
        .thenCombine(
            book(exchange, reach),
            (body, book) ->
                Call.of(
                    reach,
                    operation,
                    body,
                    exchange.headers(reach.format().betaHeader()),
                    ClientHeaders.of(exchange),
                    book,
                    clock.instant()));
  }

  CompletableFuture<FreeCall> free(Exchange exchange, Reach reach, Endpoint endpoint) {
    return body(exchange, reach)
        .thenCombine(
            book(exchange, reach),
            (body, book) -> FreeCall.of(exchange, reach, endpoint, body, book, clock.instant()));
  }

  /** The prices of the job's organization, as they are now: they also settle the call. */
  private CompletableFuture<PriceBook> book(Exchange exchange, Reach reach) {
    return exchange.here(books.of(reach.job().organizationId()));
  }

  private static CompletableFuture<Body> body(Exchange exchange, Reach reach) {
    for (String encoding : exchange.headers("Content-Encoding")) {
      if (!encoding.equalsIgnoreCase("identity")) {
        throw new Refused(new Refusal.CompressedBody(encoding));
      }
    }
    for (String codings : exchange.headers("Transfer-Encoding")) {
      requireOnlyChunks(codings);
    }
    exchange.headers("Content-Type").forEach(Requests::requireAsciiSpelling);
    return exchange.body(BODY_LIMIT, reach.job().jobId());
  }

  private static void requireOnlyChunks(String codings) {
    for (String coding : codings.split(",", -1)) {
      if (!coding.strip().equalsIgnoreCase("chunked")) {
        throw new Refused(new Refusal.CompressedBody(Scalars.shown(coding.strip())));
      }
    }
  }

  /** In UTF-7 and the like, what we take for text could be keys to whoever decodes it. */
  private static void requireAsciiSpelling(String contentType) {
    CHARSET
        .matcher(contentType)
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .filter(name -> !LIKE_ASCII.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw Refused.badBody(
              "The request must be in UTF-8, not in '" + Scalars.shown(name) + "'.");
        });
  }
}

package dev.bridle.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request that can't be read; in words that quote nothing of it. */
final class BadRequests {
  private BadRequests() {}

  static HttpError addressTooLong() {
    return new HttpError(414, "The address is too long.");
  }

  static HttpError error(@Nullable Throwable why) {
    return switch (why) {
      case TooLongHttpLineException _ -> addressTooLong();
      case TooLongHttpHeaderException _ ->
          new HttpError(431, "The headers of the request are too large.");
      case null, default -> HttpError.badRequest("This is no request in HTTP/1.1.");
    };
  }
}

package dev.bridle.http;

/** Ends a request with a status and one sentence for the caller. */
public final class HttpError extends RuntimeException {
  private final int status;
  private final Headers headers;

  public HttpError(int status, String message) {
    this(status, message, Headers.NONE);
  }

  public HttpError(int status, String message, Headers headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  public static HttpError notFound() {
    return new HttpError(404, "Not Found");
  }

  public static HttpError badRequest(String message) {
    return new HttpError(400, message);
  }

  public static HttpError unprocessable(String message) {
    return new HttpError(422, message);
  }

  public int status() {
    return status;
  }

  public Headers headers() {
    return headers;
  }

  public String sentence() {
    return java.util.Objects.requireNonNullElse(getMessage(), "");
  }
}

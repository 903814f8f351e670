package dev.bridle.http;

/** The head of a request that was not answered as hoped: enough to tell a person from a program. */
public record Asked(String path, Headers headers) {
  /** Whether whoever asks would rather read a page than JSON. */
  public boolean wantsPage() {
    return headers.all("Accept").stream().anyMatch(types -> types.contains("text/html"));
  }

  /** The first segment of the path, as it stands there. */
  public String beginning() {
    int from = path.startsWith("/") ? 1 : 0;
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.substring(from) : path.substring(from, slash);
  }
}

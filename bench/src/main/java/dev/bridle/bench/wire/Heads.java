package dev.bridle.bench.wire;

/** Reads what matters here from the head of a message. */
public final class Heads {
  private Heads() {}

  /** The status of an answer. */
  public static int status(String head) {
    return Integer.parseInt(head, head.indexOf(' ') + 1, head.indexOf(' ') + 4, 10);
  }

  /** The target of a request. */
  public static String target(String head) {
    int from = head.indexOf(' ') + 1;
    return head.substring(from, head.indexOf(' ', from));
  }

  static boolean isChunked(String head) {
    int at = valueOf(head, "transfer-encoding:");
    return at >= 0 && head.regionMatches(true, at, "chunked", 0, 7);
  }

  /** Less than 0 when nothing is said. */
  static long contentLength(String head) {
    int at = valueOf(head, "content-length:");
    return at < 0 ? -1 : Long.parseLong(head, at, head.indexOf('\r', at), 10);
  }

  private static int valueOf(String head, String name) {
    for (int line = nextLine(head, 0); line > 0; line = nextLine(head, line)) {
      if (head.regionMatches(true, line, name, 0, name.length())) {
        int at = line + name.length();
        while (head.charAt(at) == ' ') {
          at++;
        }
        return at;
      }
    }
    return -1;
  }

  private static int nextLine(String head, int from) {
    return head.indexOf('\n', from) + 1;
  }
}

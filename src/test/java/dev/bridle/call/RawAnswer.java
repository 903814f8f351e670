package dev.bridle.call;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as its bytes say it, without a client that would mend or hide anything. */
record RawAnswer(String statusLine, Map<String, String> headers, String body) {
  static RawAnswer of(String bytes) {
    int end = bytes.indexOf("\r\n\r\n");
    String[] head = bytes.substring(0, end).split("\r\n", -1);
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      headers.merge(
          head[i].substring(0, colon).toLowerCase(Locale.ROOT),
          head[i].substring(colon + 1).strip(),
          (a, b) -> a + " AND " + b);
    }
    return new RawAnswer(head[0], headers, bytes.substring(end + 4));
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  String message() {
    return json().at("/error/message").asString();
  }

  /** What Claude Code shows of a budget, by the names behind their common beginning. */
  Map<String, String> unified() {
    String beginning = "anthropic-ratelimit-unified-";
    var all = new TreeMap<String, String>();
    headers.forEach((name, value) -> {
      if (name.startsWith(beginning)) {
        all.put(name.substring(beginning.length()), value);
      }
    });
    return all;
  }
}

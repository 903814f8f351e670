package dev.bridle.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters after the question mark. */
public record Query(List<Map.Entry<String, String>> pairs) {
  public static Query of(String raw) {
    var pairs = new ArrayList<Map.Entry<String, String>>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        pairs.add(Map.entry(decoded(name), decoded(value)));
      }
    }
    return new Query(List.copyOf(pairs));
  }

  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of a name, also of its list form {@code name[]}. */
  public List<String> all(String name) {
    String list = name + "[]";
    return pairs.stream()
        .filter(p -> p.getKey().equals(name) || p.getKey().equals(list))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') >= 0) {
        throw HttpError.badRequest("The query must not hold the character NUL.");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("The query holds a broken percent escape.");
    }
  }
}

package dev.bridle.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the route of a request by its raw path, so that an encoded slash stays in its segment.
 *
 * <p>A first segment that some route names is taken for nothing else: with {@code /v2/user} and
 * {@code /{organization}/{pipeline}} no organization is called v2. Any other is taken for a name
 * when it can be one.
 */
final class Router {
  /** A route together with the segments it matched. */
  record Match(Route route, Map<String, String> parameters) {}

  private record Entry(Route route, List<String> segments) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final List<Entry> entries;
  private final Map<String, List<Entry>> byBeginning;
  private final List<Entry> ofAnyBeginning;

  Router(List<Route> routes) {
    entries = routes.stream().map(r -> new Entry(r, r.segments())).toList();
    byBeginning =
        entries.stream()
            .filter(e -> !e.segments.getFirst().startsWith("{"))
            .collect(Collectors.groupingBy(e -> e.segments.getFirst()));
    ofAnyBeginning = entries.stream().filter(e -> e.segments.getFirst().startsWith("{")).toList();
  }

  List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /** Every route of that path, whatever its method; empty when the path is unknown. */
  List<Match> find(String rawPath) {
    var asked = segments(rawPath);
    var found = new ArrayList<Match>(2);
    for (Entry entry : beginningWith(decoded(asked.getFirst()))) {
      if (fits(entry.segments, asked)) {
        found.add(new Match(entry.route, parameters(entry.segments, asked)));
      }
    }
    return found;
  }

  private List<Entry> beginningWith(String first) {
    boolean isName = NAME.matcher(first).matches();
    return byBeginning.getOrDefault(first, isName ? ofAnyBeginning : List.of());
  }

  /** Clients join addresses with a slash too many or end with one: both are let pass. */
  private static List<String> segments(String rawPath) {
    var segments = new ArrayList<String>(8);
    for (String segment : rawPath.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return segments.isEmpty() ? List.of("") : segments;
  }

  private static boolean fits(List<String> wanted, List<String> asked) {
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (segment.endsWith("...}")) {
        return true;
      }
      if (i >= asked.size()
          || !(segment.startsWith("{") || segment.equals(decoded(asked.get(i))))) {
        return false;
      }
    }
    return wanted.size() == asked.size();
  }

  private static Map<String, String> parameters(List<String> wanted, List<String> asked) {
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (segment.endsWith("...}")) {
        String rest = String.join("/", asked.subList(Math.min(i, asked.size()), asked.size()));
        parameters.put(segment.substring(1, segment.length() - 4), rest);
      } else if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), decoded(asked.get(i)));
      }
    }
    return parameters;
  }

  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (text.indexOf('\0') >= 0) {
        throw HttpError.notFound();
      }
      return text;
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("The address holds a broken percent escape.");
    }
  }
}

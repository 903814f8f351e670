package dev.bridle.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  private record Entry(int place, Route route, List<String> segments) {}

  /** What can follow after the same beginning. */
  private static final class Node {
    private final Map<String, Node> named = new HashMap<>();
    private final List<Entry> ended = new ArrayList<>();
    private final List<Entry> open = new ArrayList<>();
    private @Nullable Node any;

    void add(Entry entry, int depth) {
      if (depth == entry.segments.size()) {
        ended.add(entry);
        return;
      }
      String segment = entry.segments.get(depth);
      if (segment.endsWith("...}")) {
        open.add(entry);
      } else if (segment.startsWith("{")) {
        any = any == null ? new Node() : any;
        any.add(entry, depth + 1);
      } else {
        named.computeIfAbsent(segment, _ -> new Node()).add(entry, depth + 1);
      }
    }

    void find(List<String> asked, int depth, List<Entry> found) {
      found.addAll(open);
      if (depth == asked.size()) {
        found.addAll(ended);
        return;
      }
      if (!named.isEmpty()) {
        Node next = named.get(decoded(asked.get(depth)));
        if (next != null) {
          next.find(asked, depth + 1, found);
        }
      }
      if (any != null) {
        any.find(asked, depth + 1, found);
      }
    }
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final List<Route> routes;
  private final Node root = new Node();

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (int i = 0; i < routes.size(); i++) {
      root.add(new Entry(i, routes.get(i), routes.get(i).segments()), 0);
    }
  }

  List<Route> routes() {
    return routes;
  }

  /** Every route of that path, whatever its method; empty when the path is unknown. */
  List<Match> find(String rawPath) {
    var asked = segments(rawPath);
    var found = new ArrayList<Entry>(2);
    Node beginning = beginning(decoded(asked.getFirst()));
    if (beginning != null) {
      beginning.find(asked, 1, found);
    }
    if (found.size() > 1) {
      found.sort(Comparator.comparingInt(Entry::place));
    }
    var matches = new ArrayList<Match>(found.size());
    for (Entry entry : found) {
      matches.add(new Match(entry.route, parameters(entry.segments, asked)));
    }
    return matches;
  }

  private @Nullable Node beginning(String first) {
    Node named = root.named.get(first);
    return named != null ? named : NAME.matcher(first).matches() ? root.any : null;
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

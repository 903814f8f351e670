package dev.bridle.web.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between two texts: long ones are cut to the lines from the first that is different
 * to the last.
 */
record ChangedLines(String before, String after) {
  private static final int SHORT = 8;
  private static final int AROUND = 1;
  private static final int MOST = 200;
  private static final int LONGEST = 2000;

  static ChangedLines of(String before, String after) {
    var was = before.lines().toList();
    var is = after.lines().toList();
    int least = Math.min(was.size(), is.size());
    int head = same(was, is, least);
    int tail = same(was.reversed(), is.reversed(), least - head);
    boolean whole = was.isEmpty() || is.isEmpty() || was.size() + is.size() <= SHORT;
    int skipped = whole ? 0 : Math.max(0, head - AROUND);
    int left = whole ? 0 : Math.max(0, tail - AROUND);
    return new ChangedLines(cut(was, skipped, left), cut(is, skipped, left));
  }

  private static int same(List<String> one, List<String> other, int atMost) {
    int same = 0;
    while (same < atMost && one.get(same).equals(other.get(same))) {
      same++;
    }
    return same;
  }

  private static String cut(List<String> lines, int skipped, int left) {
    int end = lines.size() - left;
    int shown = Math.min(end, skipped + MOST);
    var part = lines.subList(skipped, shown).stream().map(ChangedLines::within);
    return Stream.of(told(skipped), part, told(lines.size() - shown))
        .flatMap(stream -> stream)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> told(int lines) {
    return lines == 0
        ? Stream.of()
        : Stream.of("… " + lines + (lines == 1 ? " line" : " lines") + " …");
  }

  private static String within(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}

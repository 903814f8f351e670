package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log in one piece, exactly as the agent wrote it apart from notices. */
public record JobLog(byte[] bytes) {
  /** What agents write before a line: the moment in milliseconds. */
  static final Pattern TIMESTAMP = Pattern.compile("\u001b_bk;t=(\\d{1,18})\u0007");

  private static final Pattern HEADER = Pattern.compile("^(?:---|\\+\\+\\+|~~~)\\s");

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The moments of the group headers, in nanoseconds since 1970. */
  public List<Long> headerTimes() {
    var times = new ArrayList<Long>();
    for (String line : text().split("\n", -1)) {
      Matcher time = TIMESTAMP.matcher(line);
      if (time.find() && HEADER.matcher(Ansi.without(line)).find()) {
        times.add(Long.parseLong(time.group(1)) * 1_000_000);
      }
    }
    return times;
  }

  /** The log as HTML: colours as classes, no other markup of its own. */
  public String html() {
    return new HtmlLog().render(text());
  }
}

package dev.bridle.logs;

import java.io.IOException;
import java.io.Writer;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A log as HTML, line by line. Of the terminal's codes the sixteen colours, bold, italic and
 * underlined count; a carriage return writes its line anew.
 */
final class HtmlLog {
  private final Writer html;
  private final TreeSet<String> classes = new TreeSet<>();

  HtmlLog(Writer html) {
    this.html = html;
  }

  void begin() throws IOException {
    html.append("<div class=\"log\">");
  }

  void line(String line) throws IOException {
    visible(lastWritten(Ansi.onlyColours(line)));
  }

  void end() throws IOException {
    html.append("</div>\n");
  }

  /** What remains visible of a line in which the cursor went back to its beginning. */
  private static String lastWritten(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
  }

  private void visible(String line) throws IOException {
    html.append("<div class=\"line\">");
    Matcher colour = Ansi.COLOUR.matcher(line);
    int from = 0;
    while (colour.find()) {
      text(line.substring(from, colour.start()));
      apply(colour.group(1));
      from = colour.end();
    }
    text(line.substring(from));
    html.append("</div>\n");
  }

  private void text(String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    if (classes.isEmpty()) {
      html.append(escaped(text));
    } else {
      html.append("<span class=\"").append(String.join(" ", classes)).append("\">");
      html.append(escaped(text)).append("</span>");
    }
  }

  private void apply(String numbers) {
    String[] codes = numbers.isEmpty() ? new String[] {"0"} : numbers.split(";");
    for (int i = 0; i < codes.length; i++) {
      int code = codes[i].isEmpty() || codes[i].length() > 3 ? 0 : Integer.parseInt(codes[i]);
      if (code == 38 || code == 48) {
        i +=
            i + 1 < codes.length && codes[i + 1].equals("5")
                ? 2
                : 4; // a palette, or red green blue
      } else {
        apply(code);
      }
    }
  }

  private void apply(int code) {
    switch (code) {
      case 0 -> classes.clear();
      case 1 -> classes.add("bold");
      case 3 -> classes.add("italic");
      case 4 -> classes.add("underline");
      case 22 -> classes.remove("bold");
      case 23 -> classes.remove("italic");
      case 24 -> classes.remove("underline");
      default -> colour(code);
    }
  }

  private void colour(int code) {
    boolean front = code >= 30 && code <= 39 || code >= 90 && code <= 97;
    boolean back = code >= 40 && code <= 49 || code >= 100 && code <= 107;
    if (front || back) {
      String prefix = front ? "fg-" : "bg-";
      classes.removeIf(name -> name.startsWith(prefix));
      if (code != 39 && code != 49) {
        classes.add(prefix + (front ? code : code - 10));
      }
    }
  }

  private static String escaped(String text) {
    return text.codePoints()
        .filter(c -> c >= ' ' || c == '\t')
        .mapToObj(HtmlLog::escaped)
        .collect(Collectors.joining());
  }

  private static String escaped(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> Character.toString(character);
    };
  }
}

package dev.bridle.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line on a terminal: letters are written where the cursor stands, over what was there. Of the
 * control codes those count that colour text, go back, and erase; all others vanish.
 */
final class TerminalLine {
  private static final int MOST_CELLS = 20_000;
  private static final int ESC = 0x1b;
  private static final int BEL = 7;

  private final int[] text;
  private int at;
  private int[] cells = new int[80];
  private Style[] styles = new Style[80];
  private int width;
  private int cursor;
  private boolean cut;
  private Style style;

  private TerminalLine(String text, Style style) {
    this.text = text.codePoints().toArray();
    this.style = style;
  }

  static TerminalLine of(String text, Style style) {
    var line = new TerminalLine(text, style);
    line.run();
    return line;
  }

  /** Whether there is more of it than is kept. */
  boolean isCut() {
    return cut;
  }

  private void run() {
    while (at < text.length) {
      int c = text[at++];
      switch (c) {
        case ESC -> escape();
        case '\r' -> cursor = 0;
        case '\b' -> cursor = Math.max(0, cursor - 1);
        default -> {
          if (c == '\t' || c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0)) {
            write(c);
          }
        }
      }
    }
  }

  private void escape() {
    if (at == text.length) {
      return;
    }
    switch (text[at++]) {
      case '[' -> control();
      case ']', '_', 'P', 'X', '^' -> string();
      case ' ', '#', '%', '(', ')', '*', '+', '-', '.', '/' -> at++; // and a letter
      default -> {} // two characters in all
    }
  }

  /** Numbers, then the letter that says what to do. */
  private void control() {
    int from = at;
    while (at < text.length && text[at] >= 0x20 && text[at] < 0x40) {
      at++;
    }
    if (at >= text.length || text[at] > 0x7e || text[at] < 0x40) {
      return; // Broken off: what follows is text again.
    }
    String numbers = new String(text, from, at - from);
    switch (text[at++]) {
      case 'm' -> style = style.after(numbers);
      case 'K' -> erase(numbers);
      default -> {}
    }
  }

  /** For the terminal itself, up to a BEL or {@code ESC \}. */
  private void string() {
    while (at < text.length) {
      int c = text[at++];
      if (c == BEL) {
        return;
      }
      if (c == ESC) {
        if (at < text.length && text[at] == '\\') {
          at++;
        }
        return;
      }
    }
  }

  private void erase(String what) {
    switch (what) {
      case "", "0" -> width = Math.min(width, cursor);
      case "1" -> {
        int until = Math.min(width, cursor + 1);
        Arrays.fill(cells, 0, until, ' ');
        Arrays.fill(styles, 0, until, Style.PLAIN);
      }
      case "2" -> width = 0;
      default -> {}
    }
  }

  private void write(int letter) {
    if (cursor >= MOST_CELLS) {
      cut = true;
      return;
    }
    if (cursor >= cells.length) {
      int room = Math.min(MOST_CELLS, Math.max(cursor + 1, cells.length * 2));
      cells = Arrays.copyOf(cells, room);
      styles = Arrays.copyOf(styles, room);
    }
    while (width < cursor) {
      cells[width] = ' ';
      styles[width++] = Style.PLAIN;
    }
    cells[cursor] = letter;
    styles[cursor] = style;
    cursor++;
    width = Math.max(width, cursor);
  }

  List<Span> spans() {
    var spans = new ArrayList<Span>();
    int from = 0;
    for (int i = 1; i <= width; i++) {
      if (i == width || !styles[i].equals(styles[from])) {
        spans.add(new Span(new String(cells, from, i - from), styles[from]));
        from = i;
      }
    }
    return spans;
  }
}

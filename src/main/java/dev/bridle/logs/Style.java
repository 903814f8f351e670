package dev.bridle.logs;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a terminal shows text: its colours, null for the usual ones, and what is done to letters. */
public record Style(@Nullable Colour front, @Nullable Colour back, Set<Style.Effect> effects) {
  /** What can be done to letters. */
  public enum Effect {
    BOLD,
    FAINT,
    ITALIC,
    UNDERLINE,
    INVERSE,
    STRIKE
  }

  public static final Style PLAIN = new Style(null, null, Set.of());

  private static final int MOST_CODES = 64;

  public Style {
    effects = effects.isEmpty() ? Set.of() : Set.copyOf(effects);
  }

  /** The style after an SGR sequence; of its numbers what is not understood changes nothing. */
  Style after(String numbers) {
    Style style = this;
    var codes = new ArrayList<Integer>();
    for (String code : numbers.split(";", MOST_CODES)) {
      if (code.contains(":")) {
        // A sequence within the sequence: it stands for itself.
        style = style.afterAll(parsed(List.of(code.split(":+", MOST_CODES))));
      } else {
        codes.add(number(code));
      }
    }
    return style.afterAll(codes);
  }

  private static List<Integer> parsed(List<String> codes) {
    return codes.stream().map(Style::number).toList();
  }

  private static int number(String code) {
    return code.matches("\\d{1,3}") ? Integer.parseInt(code) : code.isEmpty() ? 0 : -1;
  }

  private Style afterAll(List<Integer> codes) {
    Style style = this;
    for (int i = 0; i < codes.size(); i++) {
      int code = codes.get(i);
      if (code == 38 || code == 48) {
        var rest = codes.subList(i + 1, codes.size());
        style = style.with(code == 38, extended(rest));
        i += length(rest);
      } else {
        style = style.after(code);
      }
    }
    return style;
  }

  /** How many numbers belong to a colour of the palette, or of red, green and blue. */
  private static int length(List<Integer> rest) {
    int kind = rest.isEmpty() ? -1 : rest.getFirst();
    return Math.min(rest.size(), kind == 5 ? 2 : kind == 2 ? 4 : 0);
  }

  private static @Nullable Colour extended(List<Integer> rest) {
    int length = length(rest);
    if (rest.subList(0, length).stream().anyMatch(part -> part < 0 || part > 255)) {
      return null;
    }
    return switch (length) {
      case 2 -> new Colour.Palette(rest.get(1));
      case 4 -> new Colour.Rgb(rest.get(1), rest.get(2), rest.get(3));
      default -> null;
    };
  }

  private Style after(int code) {
    return switch (code) {
      case 0 -> PLAIN;
      case 1 -> with(Effect.BOLD);
      case 2 -> with(Effect.FAINT);
      case 3 -> with(Effect.ITALIC);
      case 4, 21 -> with(Effect.UNDERLINE);
      case 7 -> with(Effect.INVERSE);
      case 9 -> with(Effect.STRIKE);
      case 22 -> without(Effect.BOLD, Effect.FAINT);
      case 23 -> without(Effect.ITALIC);
      case 24 -> without(Effect.UNDERLINE);
      case 27 -> without(Effect.INVERSE);
      case 29 -> without(Effect.STRIKE);
      case 39 -> with(true, null);
      case 49 -> with(false, null);
      default -> coloured(code);
    };
  }

  private Style coloured(int code) {
    int tens = code / 10;
    int unit = code % 10;
    if (unit > 7) {
      return this;
    }
    return switch (tens) {
      case 3, 4 -> with(tens == 3, new Colour.Palette(unit));
      case 9, 10 -> with(tens == 9, new Colour.Palette(unit + 8));
      default -> this;
    };
  }

  private Style with(boolean isFront, @Nullable Colour colour) {
    return isFront ? new Style(colour, back, effects) : new Style(front, colour, effects);
  }

  private Style with(Effect effect) {
    var more = EnumSet.of(effect);
    more.addAll(effects);
    return new Style(front, back, more);
  }

  private Style without(Effect first, Effect... others) {
    var fewer = EnumSet.allOf(Effect.class);
    fewer.retainAll(effects);
    fewer.removeAll(EnumSet.of(first, others));
    return new Style(front, back, fewer);
  }
}

package dev.bridle.web.build;

import dev.bridle.logs.Colour;
import dev.bridle.logs.Style;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The style of a piece of a log as classes: pages have no styles of their own. */
public final class SpanClasses {
  /** Where the cube of six reds, greens and blues begins among a terminal's 256 colours. */
  private static final int CUBE = 16;

  private SpanClasses() {}

  /** None for text that is nothing special; an attribute without a value is left out. */
  public static @Nullable String of(Style style) {
    var classes = new StringJoiner(" ");
    boolean inverse = style.effects().contains(Style.Effect.INVERSE);
    // First, so that a class attribute that begins with f has a colour of its own.
    add(classes, "f", inverse ? style.back() : style.front(), inverse);
    add(classes, "b", inverse ? style.front() : style.back(), inverse);
    style.effects().stream()
        .map(effect -> "e-" + effect.name().toLowerCase(Locale.ROOT))
        .sorted()
        .forEach(classes::add);
    return classes.length() == 0 ? null : classes.toString();
  }

  private static void add(
      StringJoiner classes, String kind, @Nullable Colour colour, boolean inverse) {
    switch (colour) {
      case null -> {
        if (inverse) {
          classes.add(kind + "-inverse");
        }
      }
      case Colour.Palette(int index) -> classes.add(kind + index);
      case Colour.Rgb(int red, int green, int blue) ->
          classes.add(kind + (CUBE + 36 * step(red) + 6 * step(green) + step(blue)));
    }
  }

  /** The nearest of the cube's six values: 0, 95, 135, 175, 215, 255. */
  private static int step(int value) {
    return value < 48 ? 0 : value < 115 ? 1 : Math.min(5, (value - 35) / 40);
  }
}

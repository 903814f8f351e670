package dev.bridle.logs;

/** A colour of a terminal. */
public sealed interface Colour {
  /** One of the 256 that terminals number; what the first sixteen look like is the reader's. */
  record Palette(int index) implements Colour {}

  record Rgb(int red, int green, int blue) implements Colour {
    /** As pages write it. */
    public String hex() {
      return "#%02x%02x%02x".formatted(red, green, blue);
    }
  }
}

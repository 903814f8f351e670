package dev.bridle.config;

/** A value that must never be printed; ask for it by name where it is used. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}

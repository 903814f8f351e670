package dev.bridle.allowance;

/**
 * Something in a request because of which nobody can say what the call costs at most.
 *
 * @param feature its name in words for a sentence
 * @param tool whether it is one of the request's tools, and not another of its fields
 */
public record Unbounded(String feature, boolean tool) {
  public static Unbounded field(String feature) {
    return new Unbounded(feature, false);
  }

  public static Unbounded tool(String feature) {
    return new Unbounded(feature, true);
  }
}

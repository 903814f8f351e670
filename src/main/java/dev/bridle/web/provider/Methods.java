package dev.bridle.web.provider;

import dev.bridle.provider.Method;

/** The authentication methods by the names that people choose them by. */
public final class Methods {
  private Methods() {}

  public static String label(Method method) {
    return switch (method) {
      case HOSTED -> "Hosted Token";
      case BYO -> "Bring Your Own Token (BYO)";
      case SANDBOX -> "Sandbox";
    };
  }

  /** For a badge. */
  public static String word(Method method) {
    return switch (method) {
      case HOSTED -> "Hosted";
      case BYO -> "BYO";
      case SANDBOX -> "Sandbox";
    };
  }
}

package dev.bridle.condition;

import java.util.Arrays;
import java.util.Optional;

/** The operators between two values. */
enum Comparison {
  EQUAL("=="),
  DIFFERENT("!="),
  MATCHES("=~"),
  DOES_NOT_MATCH("!~"),
  INCLUDES("includes");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  static Optional<Comparison> find(Token token) {
    String text =
        switch (token) {
          case Token.Sign sign -> sign.text();
          case Token.Name name -> name.text();
          default -> "";
        };
    return Arrays.stream(values()).filter(c -> c.sign.equals(text)).findFirst();
  }
}

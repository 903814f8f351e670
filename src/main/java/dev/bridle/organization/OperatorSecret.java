package dev.bridle.organization;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Proves that whoever calls may read the data folder of the running server; another at every start.
 */
public final class OperatorSecret {
  private final String hash;

  private OperatorSecret(String hash) {
    this.hash = hash;
  }

  public static Path file(Path data) {
    return data.resolve("operator.secret");
  }

  public static OperatorSecret write(Path data) throws IOException {
    return new OperatorSecret(SecretFile.write(file(data), TokenKind.OPERATOR));
  }

  public boolean opensWith(String value) {
    return Token.wellFormed(TokenKind.OPERATOR, value) && Token.hash(value).equals(hash);
  }
}

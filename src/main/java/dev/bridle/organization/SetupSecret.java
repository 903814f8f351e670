package dev.bridle.organization;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Proves that whoever sets a new server up may read its data folder: a value in a file there, which
 * is gone once the server is set up.
 */
public final class SetupSecret {
  private final Path file;
  private final String hash;

  private SetupSecret(Path file, String hash) {
    this.file = file;
    this.hash = hash;
  }

  public static Path file(Path data) {
    return data.resolve("setup.secret");
  }

  /** A new secret for a server that nobody has set up; what lay there before is void. */
  public static SetupSecret write(Path data) throws IOException {
    return new SetupSecret(file(data), SecretFile.write(file(data), TokenKind.SETUP));
  }

  /** For a server that is set up: no value opens it. */
  public static SetupSecret none(Path data) throws IOException {
    Files.deleteIfExists(file(data));
    return new SetupSecret(file(data), "");
  }

  public boolean opensWith(String value) {
    return looksRight(value) && Token.hash(value).equals(hash);
  }

  /** Whether a value can have been the secret of some server at some time. */
  public static boolean looksRight(String value) {
    return Token.wellFormed(TokenKind.SETUP, value);
  }

  public void discard() throws IOException {
    Files.deleteIfExists(file);
  }
}

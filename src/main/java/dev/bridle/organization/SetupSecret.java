package dev.bridle.organization;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

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
    Path file = file(data);
    var token = Token.mint(TokenKind.SETUP);
    Files.deleteIfExists(file);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ownerOnly(data))) {
      channel.write(ByteBuffer.wrap(token.value().reveal().getBytes(StandardCharsets.US_ASCII)));
    }
    return new SetupSecret(file, token.hash());
  }

  /** For a server that is set up: no value opens it. */
  public static SetupSecret none(Path data) throws IOException {
    Files.deleteIfExists(file(data));
    return new SetupSecret(file(data), "");
  }

  private static FileAttribute<?>[] ownerOnly(Path data) throws IOException {
    boolean posix = Files.getFileStore(data).supportsFileAttributeView("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
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

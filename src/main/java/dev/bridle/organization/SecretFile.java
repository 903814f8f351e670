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
 * A file in the data folder that only the server's own user can read: who has its value may read
 * there.
 */
final class SecretFile {
  private SecretFile() {}

  /** Writes a new value, which makes the one before void; gives its hash. */
  static String write(Path file, TokenKind kind) throws IOException {
    var token = Token.mint(kind);
    Files.deleteIfExists(file);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ownerOnly(file))) {
      channel.write(ByteBuffer.wrap(token.value().reveal().getBytes(StandardCharsets.US_ASCII)));
    }
    return token.hash();
  }

  private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
    boolean posix = Files.getFileStore(folder(file)).supportsFileAttributeView("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of(".") : folder;
  }
}

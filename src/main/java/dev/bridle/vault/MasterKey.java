package dev.bridle.vault;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The key that the keys of all secrets are encrypted with: 32 bytes, Base64. */
public final class MasterKey {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

  private MasterKey() {}

  /**
   * What the operator gave, or what their command prints, else the file in the data folder, made on
   * first use.
   */
  public static byte[] of(Optional<Secret> given, Optional<String> command, Path file) {
    if (command.isPresent()) {
      return decoded(
          new KeyCommand(command.get(), COMMAND_LIMIT).output(),
          "what --master-key-command prints must be the master key, 32 bytes in Base64");
    }
    return decoded(
        given.orElseGet(() -> new Secret(readOrMake(file))),
        "the master key must be 32 bytes in Base64");
  }

  private static String readOrMake(Path file) {
    try {
      if (!Files.exists(file)) {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        var onlyTheOwner =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // On disk before it has its name: secrets that are sealed with it must never outlive it.
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (var channel =
            FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                onlyTheOwner)) {
          channel.write(ByteBuffer.wrap(Base64.getEncoder().encode(bytes)));
          channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the master key " + file + " can't be read or made", e);
    }
  }

  private static byte[] decoded(Secret key, String otherwise) {
    try {
      byte[] bytes = Base64.getDecoder().decode(key.reveal());
      if (bytes.length == 32) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the text.
    }
    throw new BadSetting(otherwise);
  }
}

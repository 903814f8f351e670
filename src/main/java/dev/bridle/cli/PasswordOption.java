package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A password that a person is to sign in with; from a file, since flags are seen by everyone. */
final class PasswordOption {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the password to sign in with in a browser, such as /dev/stdin.")
  private @Nullable String file;

  Optional<Secret> read() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(Files.readString(Path.of(file)).stripTrailing()));
    } catch (IOException e) {
      throw new BadSetting("--password-file: " + file + " can't be read");
    }
  }
}

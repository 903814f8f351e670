package dev.bridle.e2e;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository on this machine with one commit on {@code main}. */
record GitRepository(String url, String commit) {
  static GitRepository holding(String file, String content) {
    Path folder = Engine.temporaryFolder();
    try {
      Path place = folder.resolve(file);
      Files.createDirectories(place.getParent());
      Files.writeString(place, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git(folder, "init", "--quiet", "--initial-branch", "main");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message", "The pipeline");
    return new GitRepository("file://" + folder, git(folder, "rev-parse", "HEAD").strip());
  }

  private static String git(Path folder, String... arguments) {
    var command = new ArrayList<>(List.of(Program.GIT.path().toString()));
    command.addAll(List.of("-c", "user.name=Ana", "-c", "user.email=ana@example.com"));
    command.addAll(List.of("-c", "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

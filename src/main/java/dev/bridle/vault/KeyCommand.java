package dev.bridle.vault;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The operator's command whose output is the master key, such as a question to a KMS. A shell runs
 * it, as git runs its credential helpers, so that it reads as it would when typed. What it prints
 * is a secret and stands in no message; what it complains of does.
 */
final class KeyCommand {
  private static final String NAME = "--master-key-command";

  /** More than any key, and enough of a complaint. */
  private static final int MOST_CHARACTERS = 4096;

  /** So long after its end the last of what it said may take. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final String command;
  private final Duration limit;

  KeyCommand(String command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  Secret output() {
    Process process = start();
    try {
      var printed = Beginning.of(process.getInputStream());
      var complaint = Beginning.of(process.getErrorStream());
      if (!process.waitFor(limit)) {
        kill(process);
        throw bad("took longer than " + limit.toSeconds() + " s", complaint);
      }
      if (process.exitValue() != 0) {
        throw bad("failed with status " + process.exitValue(), complaint);
      }
      String key = printed.text();
      if (key.isEmpty()) {
        throw bad("printed nothing", complaint);
      }
      return new Secret(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadSetting(NAME + " was interrupted");
    } finally {
      kill(process);
    }
  }

  private Process start() {
    try {
      return new ProcessBuilder("/bin/sh", "-c", command)
          .redirectInput(new File("/dev/null"))
          .start();
    } catch (IOException e) {
      throw new BadSetting(NAME + " can't be run: " + e.getMessage());
    }
  }

  private static void kill(Process process) {
    // The shell first, which would tell of the end of what it runs.
    List<ProcessHandle> others = process.descendants().toList();
    process.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
  }

  private static BadSetting bad(String what, Beginning complaint) throws InterruptedException {
    String said = complaint.text().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return new BadSetting(NAME + " " + what + (said.isEmpty() ? "" : ": " + said));
  }

  /** What a stream begins with; it is read to its end, so that nobody waits for a full pipe. */
  private static final class Beginning {
    private final StringWriter text = new StringWriter();
    private final Thread reader;

    private Beginning(InputStream stream) {
      reader = Thread.ofVirtual().start(() -> readAll(stream));
    }

    static Beginning of(InputStream stream) {
      return new Beginning(stream);
    }

    private void readAll(InputStream stream) {
      try (var in = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
        char[] some = new char[MOST_CHARACTERS];
        int left = MOST_CHARACTERS;
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
          text.write(some, 0, Math.min(n, left));
          left -= Math.min(n, left);
        }
      } catch (IOException e) {
        // Closed because the command was killed: what was said before is kept.
      }
    }

    /** After the command has ended; what it left running may hold the stream open for ever. */
    String text() throws InterruptedException {
      reader.join(REST);
      return text.toString().strip();
    }
  }
}

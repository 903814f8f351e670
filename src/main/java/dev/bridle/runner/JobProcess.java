package dev.bridle.runner;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The bash of a job and everything that it starts. */
final class JobProcess {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Process process;

  /** With a session of its own all that it starts is one process group, orphans too. */
  private final boolean ownGroup;

  private JobProcess(Process process, boolean ownGroup) {
    this.process = process;
    this.ownGroup = ownGroup;
  }

  static JobProcess start(String command, Map<String, String> environment, Path folder)
      throws IOException {
    var setsid = onPath("setsid", environment);
    var words = new ArrayList<String>();
    setsid.ifPresent(words::add);
    words.addAll(List.of("bash", "-e", "-c", command));
    var builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new JobProcess(builder.start(), setsid.isPresent());
  }

  private static Optional<String> onPath(String program, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  InputStream output() {
    return process.getInputStream();
  }

  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Asks everything to end, and after a while makes it. */
  void end() throws InterruptedException {
    signal("TERM");
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      signal("KILL");
    }
  }

  /** What a job leaves running must not outlive it. */
  void killWhatIsLeft() throws InterruptedException {
    signal("KILL");
  }

  private void signal(String name) throws InterruptedException {
    var descendants = process.descendants().toList();
    if (ownGroup) {
      kill(name, "-" + process.pid());
    } else if (process.isAlive()) {
      kill(name, String.valueOf(process.pid()));
    }
    for (ProcessHandle descendant : descendants) {
      if (name.equals("KILL")) {
        descendant.destroyForcibly();
      } else {
        descendant.destroy();
      }
    }
  }

  private static void kill(String name, String target) throws InterruptedException {
    try {
      new ProcessBuilder("bash", "-c", "kill -" + name + " -- " + target)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("bash, which ran before, can't be run any more", e);
    }
  }
}

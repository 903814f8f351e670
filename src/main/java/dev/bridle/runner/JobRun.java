package dev.bridle.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job, from its start to its finish. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger("runner");
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

  private final AcceptedJob job;
  private final Session session;
  private final JobApi api;
  private final Path buildPath;
  private final Pauses pauses;
  private final InstantSource clock;
  private final AtomicReference<@Nullable String> endReason = new AtomicReference<>();
  private final AtomicReference<@Nullable JobProcess> running = new AtomicReference<>();

  JobRun(AcceptedJob job, Session session, Path buildPath, Pauses pauses, InstantSource clock) {
    this.job = job;
    this.session = session;
    this.api = session.job(job);
    this.buildPath = buildPath;
    this.pauses = pauses;
    this.clock = clock;
  }

  void run() throws InterruptedException {
    if (!api.start(clock.instant())) {
      return;
    }
    LOG.info("{} runs job {}", session.name(), job.id());
    var log = new JobLog(api, job);
    var ending = execute(log);
    long lost = log.end();
    api.finish(ending, lost, clock.instant());
    LOG.info("job {} ended with exit status {}", job.id(), ending.exitStatus());
  }

  private Ending execute(JobLog log) throws InterruptedException {
    try (var folder = WorkFolder.below(buildPath)) {
      begin(log);
      if (job.command().isBlank()) {
        log.line("This job has no command.");
        return Ending.of(1);
      }
      var environment = JobEnvironment.of(System.getenv(), job, session.endpoint(), folder.path());
      return watched(JobProcess.start(job.command(), environment, folder.path()), log);
    } catch (IOException e) {
      LOG.error("a job could not be run", e);
      log.line("The runner could not run this job: " + e.getMessage());
      return Ending.neverRan();
    }
  }

  private void begin(JobLog log) throws InterruptedException {
    if (job.wantsCheckout()) {
      log.line("~~~ Preparing");
      log.line("The built-in runner checks no repository out; buildkite-agent does.");
    }
    log.line("~~~ Running commands");
    write(log, "$ " + job.command() + "\n");
  }

  private void write(JobLog log, String text) throws InterruptedException {
    var redactor = redactor();
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    log.write(redactor.next(bytes, bytes.length));
    log.write(redactor.rest());
  }

  private Redactor redactor() {
    return new Redactor(List.of(job.token().reveal()));
  }

  private Ending watched(JobProcess process, JobLog log) throws InterruptedException {
    running.set(process);
    if (endReason.get() != null) {
      process.end();
    }
    var output = Thread.ofVirtual().start(() -> copy(process.output(), log));
    var watcher = Thread.ofVirtual().start(this::watch);
    try {
      int exit = process.await();
      process.killWhatIsLeft();
      var _ = output.join(LAST_OUTPUT);
      String reason = endReason.get();
      return reason == null ? Ending.of(exit) : Ending.killed(exit, reason);
    } finally {
      watcher.interrupt();
    }
  }

  private void copy(InputStream output, JobLog log) {
    var redactor = redactor();
    var buffer = new byte[8192];
    try (output) {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        log.write(redactor.next(buffer, read));
      }
      log.write(redactor.rest());
    } catch (IOException e) {
      LOG.warn("the output of job {} ended early: {}", job.id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pauses.pause(session.jobStatusInterval());
        if (api.isCanceled()) {
          end("cancel");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the job end; the first reason counts. */
  void end(String reason) throws InterruptedException {
    if (endReason.compareAndSet(null, reason)) {
      JobProcess process = running.get();
      if (process != null) {
        process.end();
      }
    }
  }
}

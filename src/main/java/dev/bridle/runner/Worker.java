package dev.bridle.runner;

import dev.bridle.http.ApiFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent: registers, takes one job after the other, and says goodbye. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger("runner");

  private final RunnerSettings settings;
  private final String name;
  private final Pauses pauses;
  private final InstantSource clock;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private volatile @Nullable JobRun current;
  private volatile boolean registered;

  Worker(RunnerSettings settings, String name, Pauses pauses, InstantSource clock) {
    this.settings = settings;
    this.name = name;
    this.pauses = pauses;
    this.clock = clock;
  }

  void run() {
    try {
      var session = Session.register(settings, name, pauses);
      registered = true;
      LOG.info("{} is registered", session.name());
      session.connect();
      var heart = Thread.ofVirtual().start(() -> beat(session));
      try {
        takeJobs(session);
      } finally {
        heart.interrupt();
        session.disconnect();
      }
    } catch (ApiFailure e) {
      LOG.error("The runner ends: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeJobs(Session session) throws ApiFailure, InterruptedException {
    while (leaving.getCount() > 0) {
      switch (session.ping()) {
        case Offer.Leave _ -> leaving.countDown();
        case Offer.Nothing _ -> rest(session);
        case Offer.Job(var id) -> {
          var job = session.accept(id);
          if (job.isPresent()) {
            work(new JobRun(job.get(), session, path(), pauses, clock));
          } else {
            rest(session);
          }
        }
      }
    }
  }

  private Path path() {
    return settings.buildPath();
  }

  private void work(JobRun run) throws InterruptedException {
    current = run;
    try {
      run.run();
    } finally {
      current = null;
    }
  }

  private void rest(Session session) throws InterruptedException {
    var _ = leaving.await(session.pingInterval().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat(Session session) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(session.heartbeatInterval());
        session.heartbeat(clock.instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ApiFailure e) {
      LOG.error("The server no longer knows {}: {}", session.name(), e.getMessage());
      stop();
      endJob();
    }
  }

  /** Takes no further job. */
  void stop() {
    leaving.countDown();
  }

  /** Whether there is an agent at the server that has to say goodbye. */
  boolean isRegistered() {
    return registered;
  }

  /** Makes the job that runs now end. */
  void endJob() {
    JobRun run = current;
    if (run != null) {
      try {
        run.end("agent_stop");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

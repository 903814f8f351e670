package dev.bridle.runner;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import dev.bridle.http.Headers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls about one job, with its own token. */
final class JobApi {
  private static final Logger LOG = LoggerFactory.getLogger("runner");
  private static final Set<String> OVER =
      Set.of("canceling", "canceled", "timing_out", "timed_out");
  private static final Headers GZIP =
      Headers.of("Content-Type", "text/plain", "Content-Encoding", "gzip");

  private final ApiClient client;
  private final Pauses pauses;
  private final String path;

  JobApi(ApiClient client, Pauses pauses, String jobId) {
    this.client = client;
    this.pauses = pauses;
    this.path = "/jobs" + ApiClient.path(jobId);
  }

  /** False when the server no longer wants the job to run. */
  boolean start(Instant now) throws InterruptedException {
    var body = Map.of("started_at", now.toString());
    try {
      var answered = Retry.START.call(pauses, () -> client.callJson("PUT", path + "/start", body));
      if (!answered.ok()) {
        LOG.warn("a job was not started: {}", answered.sentence());
      }
      return answered.ok();
    } catch (ApiFailure e) {
      LOG.warn("a job was not started: {}", e.getMessage());
      return false;
    }
  }

  /** Sends a piece of the log; false when it is lost. */
  boolean chunk(long sequence, long offset, int size, byte[] gzipped) throws InterruptedException {
    String query = "?sequence=" + sequence + "&offset=" + offset + "&size=" + size;
    try {
      return Retry.UPLOAD
          .call(pauses, () -> client.call("POST", path + "/chunks" + query, GZIP, gzipped))
          .ok();
    } catch (ApiFailure e) {
      return false;
    }
  }

  /** Whether the server wants this job to end; not knowing counts as no. */
  boolean isCanceled() {
    try {
      var answered = client.call("GET", path);
      return answered.status() == 401
          || (answered.ok() && OVER.contains(answered.json().path("state").asString("")));
    } catch (ApiFailure e) {
      LOG.warn("the state of a job is not known: {}", e.getMessage());
      return false;
    }
  }

  void finish(Ending ending, long chunksFailed, Instant now) throws InterruptedException {
    var body = new LinkedHashMap<String, Object>();
    body.put("exit_status", ending.exitStatus());
    ending.signal().ifPresent(signal -> body.put("signal", signal));
    ending.reason().ifPresent(reason -> body.put("signal_reason", reason));
    body.put("finished_at", now.toString());
    body.put("chunks_failed_count", chunksFailed);
    try {
      var answered =
          Retry.UPLOAD.call(pauses, () -> client.callJson("PUT", path + "/finish", body));
      if (!answered.ok()) {
        LOG.warn("the end of a job was not taken: {}", answered.sentence());
      }
    } catch (ApiFailure e) {
      LOG.warn("the end of a job could not be told: {}", e.getMessage());
    }
  }
}

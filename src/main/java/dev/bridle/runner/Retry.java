package dev.bridle.runner;

import dev.bridle.http.ApiClient.Answered;
import dev.bridle.http.ApiFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often a call is made again, and after what waits, while the server can't answer it. */
record Retry(int attempts, Duration first, double growth) {
  private static final Logger LOG = LoggerFactory.getLogger("runner");

  static final Retry REGISTER = new Retry(30, Duration.ofSeconds(10), 1);
  static final Retry CONNECT = new Retry(10, Duration.ofSeconds(5), 1);
  static final Retry DISCONNECT = new Retry(4, Duration.ofSeconds(1), 1);
  static final Retry HEARTBEAT = new Retry(10, Duration.ofSeconds(5), 1);
  static final Retry ACCEPT = new Retry(30, Duration.ofSeconds(5), 1);
  static final Retry START = new Retry(7, Duration.ofSeconds(1), 2);
  static final Retry UPLOAD = new Retry(12, Duration.ofSeconds(2), 1.6);

  /** One call to the server. */
  interface Call {
    Answered make() throws ApiFailure;
  }

  /** The first answer that another try would not change, or the last one. */
  Answered call(Pauses pauses, Call call) throws ApiFailure, InterruptedException {
    var wait = first;
    for (int attempt = 1; ; attempt++) {
      try {
        var answered = call.make();
        if (!isTransient(answered.status()) || attempt == attempts) {
          return answered;
        }
      } catch (ApiFailure e) {
        if (attempt == attempts) {
          throw e;
        }
        LOG.warn("{} Trying again in {} ms.", e.getMessage(), wait.toMillis());
      }
      pauses.pause(wait);
      wait = Duration.ofMillis((long) (wait.toMillis() * growth));
    }
  }

  static boolean isTransient(int status) {
    return status == 429 || status >= 500;
  }
}

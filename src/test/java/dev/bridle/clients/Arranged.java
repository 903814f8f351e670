package dev.bridle.clients;

import dev.bridle.testing.CallDesk;

/**
 * A denial that was brought about.
 *
 * @param token of a job whose calls are refused so
 */
record Arranged(Denial denial, String token) {
  /** In an organization of its own. */
  static Arranged of(Denial denial, CallDesk server, Scene scene) {
    var desk = server.another(denial.slug());
    desk.connectOpenAi();
    try {
      denial.arrangement().make(desk, scene);
    } catch (Exception e) {
      throw new AssertionError("can't arrange: " + denial, e);
    }
    return new Arranged(denial, desk.job.token());
  }

  /** The call that is refused, repeated only where it is not to be. */
  Asking asking(Format format, String url) {
    var plain = Asking.of(format, url, token, "plain");
    return denial.asking().apply(denial.stops() ? plain : plain.once());
  }
}

package dev.bridle.call;

import java.nio.charset.StandardCharsets;

/** Why a call is ended from here, and what a stream's reader is told last. */
enum Stop {
  SERVER("overloaded_error", "Bridle is being stopped; ask again shortly."),
  JOB("permission_error", "The job of this call has ended.");

  private final String event;

  Stop(String type, String sentence) {
    event =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}\n\n"
            .formatted(type, sentence);
  }

  byte[] event() {
    return event.getBytes(StandardCharsets.UTF_8);
  }

  Refusal refusal() {
    return switch (this) {
      case SERVER -> new Refusal.Stopping();
      case JOB -> new Refusal.JobFinished();
    };
  }
}

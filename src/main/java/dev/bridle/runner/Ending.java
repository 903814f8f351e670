package dev.bridle.runner;

import java.util.Optional;

/** How a job ended, in the words of the agent API. */
record Ending(String exitStatus, Optional<String> signal, Optional<String> reason) {
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  /** A process that ended by itself. */
  static Ending of(int exit) {
    return new Ending(String.valueOf(exit), Optional.empty(), Optional.empty());
  }

  /** A process that was made to end. One that took the signal as success did not succeed. */
  static Ending killed(int exit, String reason) {
    return switch (exit) {
      case TERMINATED -> new Ending("-1", Optional.of("SIGTERM"), Optional.of(reason));
      case KILLED -> new Ending("-1", Optional.of("SIGKILL"), Optional.of(reason));
      case 0 -> new Ending("1", Optional.empty(), Optional.of(reason));
      default -> new Ending(String.valueOf(exit), Optional.empty(), Optional.of(reason));
    };
  }

  static Ending neverRan() {
    return new Ending("-1", Optional.empty(), Optional.of("process_run_error"));
  }
}

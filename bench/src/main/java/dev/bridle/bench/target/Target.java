package dev.bridle.bench.target;

import java.util.Optional;

/** Something that calls go through to the fake upstream. */
public interface Target extends AutoCloseable {
  String name();

  /** Its version in a few words. */
  String version();

  /** What has to be done once, before the first start. */
  default void prepare() throws Exception {}

  /** Starts it, or starts it again; it may not be ready yet when this returns. */
  void start() throws Exception;

  /** Whether its answers can come as a stream. */
  default boolean canStream() {
    return true;
  }

  /** Whether bytes go through it unchanged, so that an answer's size must be right. */
  default boolean keepsBytes() {
    return true;
  }

  /**
   * Whether it is of a class that can carry thousands of streams and hundreds of calls a second.
   */
  default boolean isFast() {
    return true;
  }

  Endpoint endpoint();

  /** Empty when there is no process between generator and upstream. */
  Optional<ProcessTree> processes();

  /** Fails when its own record is not of exactly so many calls. */
  default void requireRecorded(long calls) throws Exception {}

  /** Ends it. */
  @Override
  void close();
}

package dev.bridle.runner;

/** What a ping was answered with. */
sealed interface Offer {
  record Nothing() implements Offer {}

  record Job(String id) implements Offer {}

  /** The server wants this agent to leave. */
  record Leave() implements Offer {}
}

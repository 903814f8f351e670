package dev.bridle.provider;

import dev.bridle.http.WholeAnswer;

/** What came of asking a provider something that is no call of a job. */
sealed interface Heard {
  record Answered(WholeAnswer answer) implements Heard {}

  /** No answer; the reason is to be read after a colon. */
  record Nothing(String why) implements Heard {}

  /** Its address must not be asked. */
  record Forbidden(String why) implements Heard {}
}

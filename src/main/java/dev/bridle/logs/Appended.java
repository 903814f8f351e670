package dev.bridle.logs;

/** What became of a chunk. */
public sealed interface Appended {
  /** It is on disk, now or since an earlier time. */
  record Kept() implements Appended {}

  /** It can't be used and must not be sent again. */
  record Refused(String why) implements Appended {}
}

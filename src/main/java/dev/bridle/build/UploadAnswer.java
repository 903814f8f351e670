package dev.bridle.build;

/** What became of a pipeline upload. */
public sealed interface UploadAnswer {
  /** Its steps are in the build, now or since an earlier time. */
  record Applied() implements UploadAnswer {}

  /** Nothing changed. */
  record Rejected(String why) implements UploadAnswer {}
}

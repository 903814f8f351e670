package dev.bridle.capture;

/** What comes of reading a captured call. */
public sealed interface Opened {
  /** Here it is, and the audit trail says who has read it. */
  record Whole(CapturedCall call) implements Opened {}

  /** Nothing is kept of it, or not any more. */
  record Nothing() implements Opened {}

  /** Its bytes were changed, belong to another call, or were sealed under another master key. */
  record Unreadable() implements Opened {}
}

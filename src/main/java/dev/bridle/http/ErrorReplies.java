package dev.bridle.http;

/** Turns what was thrown into an answer: the one place where a failure becomes HTTP. */
@FunctionalInterface
public interface ErrorReplies {
  Reply reply(Asked asked, Throwable why);
}

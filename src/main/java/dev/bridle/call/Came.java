package dev.bridle.call;

import dev.bridle.http.Answer;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What came back of a sending: the head of an answer, or why there is none. */
record Came(@Nullable Answer answer, @Nullable Throwable why) {
  @Nullable Throwable cause() {
    return cause(why);
  }

  static @Nullable Throwable cause(@Nullable Throwable why) {
    return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
  }
}

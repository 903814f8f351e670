package dev.bridle.call;

import dev.bridle.call.Refusal.CredentialRejected;
import dev.bridle.call.Refusal.CutOff;
import dev.bridle.call.Refusal.NoAnswer;
import dev.bridle.call.Refusal.NoFreeConnection;
import dev.bridle.call.Refusal.NotTheFormat;
import dev.bridle.call.Refusal.NotTrusted;
import dev.bridle.call.Refusal.Redirected;
import dev.bridle.call.Refusal.TooSlow;
import dev.bridle.call.Refusal.Unavailable;
import dev.bridle.call.Refusal.Unreachable;
import dev.bridle.http.Answer;
import dev.bridle.http.Headers;
import dev.bridle.http.Relaying;
import dev.bridle.http.SendFailure;
import dev.bridle.provider.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a provider's answer may reach a job. */
final class Answers {
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  /** Without a body, or about something that the job has not asked for and knows nothing of. */
  private static final Set<Integer> UNUSABLE = Set.of(204, 205, 206, 304, 407);

  private Answers() {}

  /** Ends the call unless the answer is the provider's own, in its format. */
  static void requireUsable(Answer answer) {
    var refusal = objection(answer);
    if (refusal != null) {
      answer.cancel();
      throw new Refused(refusal);
    }
  }

  private static @Nullable Refusal objection(Answer answer) {
    int status = answer.status();
    if (status == 401 || status == 403) {
      // Relayed, it would tell the job that its own token is bad.
      return new CredentialRejected(status);
    }
    if (UNUSABLE.contains(status) || status < 200) {
      return new NoAnswer(status);
    }
    if (status >= 300 && status < 400) {
      // A client would follow it and hand the job token to whoever is there.
      return new Redirected(status);
    }
    String type = answer.headers().first("content-type").orElse("no content type");
    return isStream(type) || type.toLowerCase(Locale.ROOT).contains("json")
        ? null
        : new NotTheFormat(status, type);
  }

  /** Ends the call when the job has been told nothing yet, and still can be. */
  static void requireBegun(Relaying.End end, @Nullable Stop stopped) {
    if (end == Relaying.End.NOTHING_CAME) {
      throw new Refused(
          stopped == null ? new CutOff("only the head of its answer came") : stopped.refusal());
    }
  }

  static boolean isStream(Answer answer) {
    return isStream(answer.headers().first("content-type").orElse(""));
  }

  private static boolean isStream(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  static Headers headers(Answer answer, Reach reach, List<String> rewritten) {
    var connection = reach.connection();
    var headers = reach.format().kind().toJob(answer.headers(), connection);
    if (!rewritten.isEmpty()) {
      headers = headers.with("Bridle-Rewrote", String.join(",", rewritten));
    }
    if (connection.place().fallback()) {
      headers = headers.with("Bridle-Fallback", "true");
    }
    if (connection.method() == Method.SANDBOX) {
      headers = headers.with("Bridle-Sandbox", "true");
    }
    return isStream(answer) ? headers.with("X-Accel-Buffering", "no") : headers;
  }

  static Refusal refusal(@Nullable Throwable why) {
    Throwable cause = Came.cause(why);
    if (cause instanceof SendFailure failure) {
      String sentence = String.valueOf(failure.getMessage());
      return switch (failure.kind()) {
        case CONNECT_TIMEOUT, FIRST_BYTE_TIMEOUT -> new TooSlow(sentence);
        case NO_FREE_CONNECTION -> new NoFreeConnection(sentence);
        case UNREACHABLE, TURNED_AWAY, GIVEN_UP -> new Unreachable(sentence);
        case UNTRUSTED -> new NotTrusted(sentence);
        case CUT -> new CutOff(sentence);
        case HELD_BACK -> new Unavailable(SHORTLY);
      };
    }
    return cause instanceof Refused refused ? refused.refusal() : new Refusal.Broken();
  }
}

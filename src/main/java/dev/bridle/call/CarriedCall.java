package dev.bridle.call;

import dev.bridle.call.Refusal.LedgerUnavailable;
import dev.bridle.http.Answer;
import dev.bridle.http.Exchange;
import dev.bridle.http.Relaying;
import dev.bridle.http.SendFailure;
import dev.bridle.http.Sending;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.AnthropicAnswerMeter;
import dev.bridle.meter.AnthropicStreamMeter;
import dev.bridle.meter.Meter;
import dev.bridle.meter.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One opened call on its way to the provider and back; whatever happens, it is settled once. */
final class CarriedCall {
  private final Exchange exchange;
  private final OpenedCall opened;
  private final Ledger ledger;
  private final InstantSource clock;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private @Nullable Relaying stream;
  private @Nullable Stop stopped;
  private @Nullable Sending sending;
  private @Nullable Instant firstByteAt;
  private boolean gone;
  private boolean ended;

  CarriedCall(Exchange exchange, OpenedCall opened, Ledger ledger, InstantSource clock) {
    this.exchange = exchange;
    this.opened = opened;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Completes when the ledger has the end of this call. */
  CompletableFuture<Void> settled() {
    return settled;
  }

  CompletableFuture<Void> start(boolean strict) {
    exchange.whenGone(this::clientGone);
    var written = opened.written();
    return exchange
        .here(strict ? written.durable() : written.committed())
        .handle((_, why) -> send(why == null))
        .thenCompose(sent -> exchange.here(sent.answer()))
        .thenCombine(
            exchange.here(written.durable().handle((_, why) -> why == null)), this::released)
        .handle(this::carry);
  }

  String jobId() {
    return opened.row().job().jobId();
  }

  /** Ends the call early, wherever it is; only a plain answer on its last way is let pass. */
  void stop(Stop why) {
    exchange.loop().execute(() -> stopHere(why));
  }

  private void stopHere(Stop why) {
    stopped = why;
    if (stream != null) {
      stream.stop(why.event());
    } else if (sending != null && !ended) {
      sending.cancel();
    }
  }

  private void clientGone() {
    gone = true;
    if (sending != null) {
      sending.cancel();
    }
  }

  private Sending send(boolean recorded) {
    if (!recorded) {
      // There is no row to settle; should there be one nevertheless, the next start settles it.
      ended = true;
      settled.complete(null);
      throw new Refused(new LedgerUnavailable());
    }
    if (gone || stopped != null) {
      throw end(
          Ending.without(Outcome.NOT_SENT, null),
          stopped == null ? new Refusal.Broken() : stopped.refusal());
    }
    sending = opened.call().reach().way().send(opened.call().upstream(exchange));
    return sending;
  }

  /** No byte of an answer is given out before its opening row is on disk. */
  private Answer released(Answer answer, boolean onDisk) {
    if (!onDisk) {
      answer.cancel();
      throw end(ending(Outcome.STOPPED, answer, Reading.NONE), new LedgerUnavailable());
    }
    return answer;
  }

  private Void carry(@Nullable Answer answer, @Nullable Throwable why) {
    if (answer == null) {
      throw unanswered(why);
    }
    try {
      Answers.requireUsable(answer);
    } catch (Refused refused) {
      boolean claimsSuccess = answer.status() < 300;
      end(
          ending(
              claimsSuccess ? Outcome.UPSTREAM_CUT : Outcome.UPSTREAM_ERROR, answer, Reading.NONE),
          refused.refusal());
      throw refused;
    }
    try {
      relay(answer);
    } catch (RuntimeException e) {
      answer.cancel();
      settle(ending(Outcome.UPSTREAM_CUT, answer, Reading.NONE));
      throw e;
    }
    return null;
  }

  private RuntimeException unanswered(@Nullable Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    if (ended && cause instanceof Refused refused) {
      return refused;
    }
    boolean sent = !(cause instanceof SendFailure failure) || failure.kind().sent();
    if (stopped != null) {
      return end(
          Ending.without(sent ? Outcome.STOPPED : Outcome.NOT_SENT, null), stopped.refusal());
    }
    Outcome outcome = !sent ? Outcome.NOT_SENT : gone ? Outcome.CLIENT_GONE : Outcome.UPSTREAM_CUT;
    return end(
        Ending.without(outcome, null),
        cause == null ? new Refusal.Broken() : Answers.refusal(cause));
  }

  private void relay(Answer answer) {
    Meter meter =
        Answers.isStream(answer) ? new AnthropicStreamMeter() : new AnthropicAnswerMeter();
    Relaying relaying =
        exchange.relay(
            answer,
            Answers.headers(
                    answer, opened.call().reach().connection(), opened.call().rewrite().made())
                .with("Bridle-Call", opened.row().id()),
            (bytes, offset, length) -> {
              if (firstByteAt == null) {
                firstByteAt = clock.instant();
              }
              meter.see(bytes, offset, length);
            });
    if (Answers.isStream(answer)) {
      stream = relaying;
    }
    var _ =
        relaying
            .end()
            .thenAccept(end -> {
              var reading = meter.reading();
              settle(ending(outcome(end, answer.status(), reading), answer, reading));
            });
  }

  private static Outcome outcome(Relaying.End end, int status, Reading reading) {
    if (status >= 400) {
      return Outcome.UPSTREAM_ERROR;
    }
    if (reading.complete()) {
      return Outcome.COMPLETED;
    }
    if (reading.errorType() != null) {
      return Outcome.STREAM_ERROR;
    }
    return switch (end) {
      case CLIENT_GONE -> Outcome.CLIENT_GONE;
      case STOPPED -> Outcome.STOPPED;
      // An answer that ends without its usage was cut, however politely.
      case COMPLETE, UPSTREAM_CUT -> Outcome.UPSTREAM_CUT;
    };
  }

  private Ending ending(Outcome outcome, Answer answer, Reading reading) {
    return new Ending(
        outcome,
        answer.status(),
        answer.headers().first("request-id").orElse(null),
        firstByteAt,
        reading);
  }

  private Refused end(Ending ending, Refusal refusal) {
    settle(ending);
    return new Refused(refusal);
  }

  private void settle(Ending ending) {
    if (!ended) {
      ended = true;
      var _ = ledger.settle(opened.row(), ending).thenAccept(settled::complete);
    }
  }
}

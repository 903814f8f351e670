package dev.bridle.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What can go wrong with an upstream, in words that help whoever has to mend it. */
final class Faults {
  private static final long REFUSED_STREAM = 7;

  private Faults() {}

  /**
   * Why there was no connection.
   *
   * @param full whether there were as many to that upstream as there may be
   */
  static SendFailure connecting(Throwable why, String host, Duration limit, boolean full) {
    if (why instanceof TimeoutException && full) {
      return new SendFailure(
          SendFailure.Kind.NO_FREE_CONNECTION,
          "all that it may open to " + host + " were in use for " + limit.toSeconds() + " s");
    }
    boolean slow =
        why instanceof TimeoutException
            || why instanceof ConnectTimeoutException
            || why instanceof SslHandshakeTimeoutException;
    if (slow) {
      return new SendFailure(
          SendFailure.Kind.CONNECT_TIMEOUT, "no connection within " + limit.toSeconds() + " s");
    }
    return untrusted(why, host)
        .map(sentence -> new SendFailure(SendFailure.Kind.UNTRUSTED, sentence))
        .orElseGet(() -> new SendFailure(SendFailure.Kind.UNREACHABLE, unreachable(why)));
  }

  private static String unreachable(Throwable why) {
    if (why instanceof NotSslRecordException) {
      return "it does not speak TLS";
    }
    if (why instanceof NoRouteToHostException) {
      return "there is no route to it";
    }
    if (why instanceof ConnectException && sentence(why).contains("refused")) {
      return "it refuses connections";
    }
    return why instanceof SSLException ? "no TLS with it: " + sentence(why) : sentence(why);
  }

  /** What is wrong with its certificate, when that is the cause. */
  private static Optional<String> untrusted(Throwable why, String host) {
    if (!(why instanceof SSLException)) {
      return Optional.empty();
    }
    if (has(why, CertificateExpiredException.class)) {
      return Optional.of("the certificate of " + host + " has expired");
    }
    if (has(why, CertificateNotYetValidException.class)) {
      return Optional.of("the certificate of " + host + " is not valid yet");
    }
    if (has(why, CertPathBuilderException.class)) {
      return Optional.of(
          "the certificate of " + host + " is not from an authority that this server trusts");
    }
    return causes(why)
        .filter(CertificateException.class::isInstance)
        .reduce((_, deepest) -> deepest)
        .map(cause -> "the certificate of " + host + " does not fit: " + sentence(cause));
  }

  private static boolean has(Throwable why, Class<? extends Throwable> kind) {
    return causes(why).anyMatch(kind::isInstance);
  }

  private static Stream<Throwable> causes(Throwable why) {
    return Stream.iterate(why, cause -> cause != null, Throwable::getCause);
  }

  /**
   * Why there was no answer.
   *
   * @param leftUnread whether the upstream went away from the connection before it read the request
   */
  static SendFailure answering(Throwable why, boolean leftUnread) {
    if (why instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM) {
      return new SendFailure(SendFailure.Kind.TURNED_AWAY, "it refused the request unread");
    }
    return why instanceof HttpClosedException && leftUnread
        ? new SendFailure(SendFailure.Kind.TURNED_AWAY, "it went away with the request unread")
        : new SendFailure(SendFailure.Kind.CUT, cut(why));
  }

  /**
   * In words of our own: those of whatever read the bytes quote them, and they may be somebody
   * else's.
   */
  private static String cut(Throwable why) {
    return switch (why) {
      case HttpClosedException _ -> "the connection was closed";
      case StreamResetException reset -> "it reset the stream (" + reset.getCode() + ")";
      case TooLongHttpHeaderException _, Http2Exception.HeaderListSizeException _ ->
          "the head of its answer is too large";
      case IOException _ -> "the connection was lost";
      default -> "what came from it is not HTTP";
    };
  }

  /** The same without the full stop that some have. */
  private static String sentence(Throwable why) {
    String message = why.getMessage();
    if (message == null || message.isBlank()) {
      return why.getClass().getSimpleName();
    }
    String text = message.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}

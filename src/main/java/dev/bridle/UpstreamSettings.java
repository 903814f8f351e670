package dev.bridle;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Setting;
import dev.bridle.config.Settings;
import dev.bridle.http.Limits;
import dev.bridle.http.Trust;
import java.nio.file.Path;
import java.time.Duration;

/** What an operator can set about the way to model providers. */
final class UpstreamSettings {
  private static final int MOST_CONNECTIONS = 100_000;
  private static final int SECONDS_OF_A_DAY = 86_400;

  static final Setting CONNECT_SECONDS =
      Setting.plain(
          "upstream-connect-seconds",
          "10",
          "Seconds to a connection to a model provider, with TLS and with waiting for one to be free.");
  static final Setting FIRST_BYTE_SECONDS =
      Setting.plain(
          "upstream-first-byte-seconds",
          "600",
          "Seconds a model provider has to begin its answer.");
  static final Setting IDLE_SECONDS =
      Setting.plain(
          "upstream-idle-seconds",
          "300",
          "Seconds of silence within an answer after which it counts as cut.");
  static final Setting CONNECTIONS =
      Setting.plain(
          "upstream-connections",
          "2000",
          "Connections at most to one address of a model provider that speaks HTTP/1.1. Each carries one call at a time, so allow as many as calls shall run at once; whoever finds none free in time gets a 503.");
  static final Setting HTTP2_CONNECTIONS =
      Setting.plain(
          "upstream-http2-connections",
          "20",
          "Connections at most to one address of a model provider that offers HTTP/2.");
  static final Setting HTTP2_STREAMS =
      Setting.plain(
          "upstream-http2-streams",
          "100",
          "Calls at most at once on each connection with HTTP/2; fewer when the provider says so.");
  static final Setting CA_FILE =
      Setting.plain(
          "upstream-ca-file",
          "",
          "PEM file with more certificates that providers' certificates may come from, such as a company's own; those of the JVM stay trusted.");

  private UpstreamSettings() {}

  static Limits limits(Settings said) {
    return new Limits(
        seconds(said, CONNECT_SECONDS),
        seconds(said, FIRST_BYTE_SECONDS),
        seconds(said, IDLE_SECONDS),
        said.number(CONNECTIONS, 1, MOST_CONNECTIONS),
        said.number(HTTP2_CONNECTIONS, 1, 1000),
        said.number(HTTP2_STREAMS, 1, 1000));
  }

  private static Duration seconds(Settings said, Setting limit) {
    return Duration.ofSeconds(said.number(limit, 1, SECONDS_OF_A_DAY));
  }

  static Trust trust(Settings said) {
    try {
      return said.find(CA_FILE).map(Path::of).map(Trust::and).orElse(Trust.OF_THE_JVM);
    } catch (IllegalArgumentException e) {
      throw new BadSetting(CA_FILE.flag() + ": " + e.getMessage());
    }
  }
}

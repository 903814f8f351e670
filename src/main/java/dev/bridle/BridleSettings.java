package dev.bridle;

import dev.bridle.call.ClientGone;
import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import dev.bridle.config.Setting;
import dev.bridle.config.Settings;
import dev.bridle.http.Limits;
import dev.bridle.http.Trust;
import dev.bridle.store.DatabaseUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything an operator can set about a server, read and checked before anything starts. */
public record BridleSettings(
    Path data,
    InetSocketAddress listen,
    Optional<String> publicUrl,
    DatabaseUrl database,
    Duration drain,
    Duration agentLostAfter,
    boolean strictLedger,
    ClientGone clientGone,
    long ledgerRetentionDays,
    Limits upstream,
    Trust upstreamTrust,
    URI anthropicUrl,
    boolean privateProviders,
    Optional<Secret> anthropicKey,
    URI openAiUrl,
    Optional<Secret> openAiKey,
    Optional<Secret> masterKey,
    Optional<String> masterKeyCommand) {

  private static final int MOST_CONNECTIONS = 100_000;
  private static final int SECONDS_OF_A_DAY = 86_400;

  public static final Setting DATA =
      Setting.plain("data", "./data", "Folder that holds everything the server keeps.");
  public static final Setting LISTEN =
      Setting.plain("listen", "127.0.0.1:8080", "HOST:PORT to listen on; port 0 takes a free one.");
  public static final Setting PUBLIC_URL =
      Setting.plain(
          "public-url",
          "",
          "Address under which agents, jobs and people reach the server; by default `http://` and what `listen` says.");
  public static final Setting DATABASE_URL =
      Setting.plain(
          "database-url",
          "",
          "`postgresql://user@host:5432/name` for PostgreSQL; empty for a SQLite file in the data folder.");
  public static final Setting DRAIN =
      Setting.plain(
          "drain-seconds",
          "30",
          "At shutdown, seconds that running requests and streams get to end.");
  public static final Setting AGENT_LOST =
      Setting.plain(
          "agent-lost-seconds",
          "180",
          "Seconds without a heartbeat after which an agent is lost and its job failed.");
  public static final Setting DURABILITY =
      Setting.plain(
          "ledger-durability",
          "normal",
          "`normal`: a call goes upstream after a commit that survives a killed process, and is answered after that commit is on disk. `strict`: on disk before anything goes upstream.");
  public static final Setting CLIENT_GONE =
      Setting.plain(
          "client-gone",
          "cancel",
          "What becomes of a call whose client leaves. `cancel`: the provider is told to stop, and the usage is estimated. `drain`: the answer is read to its end, so that the usage is exact.");
  public static final Setting DRAINED_CALLS =
      Setting.plain(
          "client-gone-calls",
          "100",
          "With `drain`: calls at most that go on without their client; others are canceled.");
  public static final Setting DRAINED_SECONDS =
      Setting.plain(
          "client-gone-seconds",
          "60",
          "With `drain`: seconds at most that a call goes on without its client.");
  public static final Setting RETENTION =
      Setting.plain(
          "ledger-retention-days",
          "400",
          "Days after which the row of a single call is deleted; sums by day and month stay. 0 keeps all.");
  public static final Setting CONNECT_SECONDS =
      Setting.plain(
          "upstream-connect-seconds",
          "10",
          "Seconds to a connection to a model provider, with TLS and with waiting for one to be free.");
  public static final Setting FIRST_BYTE_SECONDS =
      Setting.plain(
          "upstream-first-byte-seconds",
          "600",
          "Seconds a model provider has to begin its answer.");
  public static final Setting IDLE_SECONDS =
      Setting.plain(
          "upstream-idle-seconds",
          "300",
          "Seconds of silence within an answer after which it counts as cut.");
  public static final Setting CONNECTIONS =
      Setting.plain(
          "upstream-connections",
          "2000",
          "Connections at most to one address of a model provider that speaks HTTP/1.1; each carries one call at a time.");
  public static final Setting HTTP2_CONNECTIONS =
      Setting.plain(
          "upstream-http2-connections",
          "20",
          "Connections at most to one address of a model provider that offers HTTP/2.");
  public static final Setting HTTP2_STREAMS =
      Setting.plain(
          "upstream-http2-streams",
          "100",
          "Calls at most at once on each connection with HTTP/2; fewer when the provider says so.");
  public static final Setting CA_FILE =
      Setting.plain(
          "upstream-ca-file",
          "",
          "PEM file with more certificates that providers' certificates may come from, such as a company's own; those of the JVM stay trusted.");
  public static final Setting ANTHROPIC_URL =
      Setting.plain(
          "anthropic-url",
          "https://api.anthropic.com",
          "Address of Anthropic for hosted connections, and the default for those with an own key.");
  public static final Setting PRIVATE_PROVIDERS =
      Setting.plain(
          "private-providers",
          "false",
          "Whether providers may have plain `http` addresses and addresses in private networks. Loopback is always allowed.");
  public static final Setting MASTER_KEY_COMMAND =
      Setting.plain(
          "master-key-command",
          "",
          "Command line, run once at start by `/bin/sh -c`, that prints the master key, such as a question to a KMS; instead of `BRIDLE_MASTER_KEY`. It has 30 seconds.");
  public static final Setting ANTHROPIC_KEY =
      Setting.secret("anthropic-key", "The operator's own Anthropic key, for hosted connections.");
  public static final Setting OPENAI_URL =
      Setting.plain(
          "openai-url",
          "https://api.openai.com",
          "Address of OpenAI for hosted connections, and the default for those with an own key.");
  public static final Setting OPENAI_KEY =
      Setting.secret("openai-key", "The operator's own OpenAI key, for hosted connections.");
  public static final Setting MASTER_KEY =
      Setting.secret(
          "master-key",
          "32 bytes in Base64 that all stored secrets are encrypted under; by default the file `master.key` in the data folder, made on first start.");
  public static final Setting DATABASE_PASSWORD =
      Setting.secret("database-password", "Password of the PostgreSQL user in `database-url`.");

  /** The one list of settings: flags, variables, the file and the page of settings follow it. */
  public static final List<Setting> ALL =
      List.of(
          DATA,
          LISTEN,
          PUBLIC_URL,
          DATABASE_URL,
          DATABASE_PASSWORD,
          DRAIN,
          AGENT_LOST,
          DURABILITY,
          CLIENT_GONE,
          DRAINED_CALLS,
          DRAINED_SECONDS,
          RETENTION,
          CONNECT_SECONDS,
          FIRST_BYTE_SECONDS,
          IDLE_SECONDS,
          CONNECTIONS,
          HTTP2_CONNECTIONS,
          HTTP2_STREAMS,
          CA_FILE,
          ANTHROPIC_URL,
          OPENAI_URL,
          PRIVATE_PROVIDERS,
          MASTER_KEY_COMMAND,
          ANTHROPIC_KEY,
          OPENAI_KEY,
          MASTER_KEY);

  public static BridleSettings read(Map<String, String> flags, Map<String, String> variables) {
    String data =
        flags.getOrDefault(DATA.key(), variables.getOrDefault(DATA.variable(), DATA.fallback()));
    Path folder = Path.of(data).toAbsolutePath().normalize();
    var said = Settings.read(ALL, flags, variables, folder.resolve("bridle.properties"));
    return new BridleSettings(
        folder,
        address(said.text(LISTEN)),
        said.find(PUBLIC_URL).map(BridleSettings::withoutSlash),
        database(said, folder),
        said.seconds(DRAIN),
        said.seconds(AGENT_LOST),
        strict(said.text(DURABILITY)),
        clientGone(said),
        said.number(RETENTION),
        upstream(said),
        trust(said),
        URI.create(withoutSlash(said.text(ANTHROPIC_URL))),
        said.flag(PRIVATE_PROVIDERS),
        said.secret(ANTHROPIC_KEY),
        URI.create(withoutSlash(said.text(OPENAI_URL))),
        said.secret(OPENAI_KEY),
        said.secret(MASTER_KEY),
        masterKeyCommand(said));
  }

  private static Limits upstream(Settings said) {
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

  private static Trust trust(Settings said) {
    try {
      return said.find(CA_FILE).map(Path::of).map(Trust::and).orElse(Trust.OF_THE_JVM);
    } catch (IllegalArgumentException e) {
      throw new BadSetting(CA_FILE.flag() + ": " + e.getMessage());
    }
  }

  /** Which of two keys is meant, nobody should have to guess. */
  private static Optional<String> masterKeyCommand(Settings said) {
    var command = said.find(MASTER_KEY_COMMAND);
    if (command.isPresent() && said.secret(MASTER_KEY).isPresent()) {
      throw new BadSetting(
          MASTER_KEY_COMMAND.flag()
              + " and "
              + MASTER_KEY.variable()
              + " are both given, and the master key comes from one of them");
    }
    return command;
  }

  private static ClientGone clientGone(Settings said) {
    return switch (said.text(CLIENT_GONE)) {
      case "cancel" -> ClientGone.cancel();
      case "drain" ->
          ClientGone.drain((int) said.number(DRAINED_CALLS), said.seconds(DRAINED_SECONDS));
      default ->
          throw new BadSetting(
              CLIENT_GONE.flag()
                  + " must be cancel or drain, not '"
                  + said.text(CLIENT_GONE)
                  + "'");
    };
  }

  private static DatabaseUrl database(Settings said, Path folder) {
    var url = said.find(DATABASE_URL);
    if (url.isEmpty()) {
      return DatabaseUrl.sqlite(folder.resolve("bridle.db"));
    }
    try {
      return DatabaseUrl.postgresql(url.get(), said.secret(DATABASE_PASSWORD).map(Secret::reveal));
    } catch (IllegalArgumentException e) {
      throw new BadSetting(DATABASE_URL.flag() + ": " + e.getMessage());
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
      if (port >= 0 && port <= 65_535 && !host.isBlank()) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      // Told below.
    }
    throw new BadSetting(LISTEN.flag() + " must be HOST:PORT, but is '" + text + "'");
  }

  private static boolean strict(String word) {
    return switch (word) {
      case "normal" -> false;
      case "strict" -> true;
      default ->
          throw new BadSetting(DURABILITY.flag() + " must be normal or strict, not '" + word + "'");
    };
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}

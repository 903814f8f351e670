package dev.bridle;

import dev.bridle.call.ClientGone;
import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import dev.bridle.config.Setting;
import dev.bridle.config.Settings;
import dev.bridle.http.Limits;
import dev.bridle.http.Trust;
import dev.bridle.http.TrustedProxies;
import dev.bridle.oidc.OidcSettings;
import dev.bridle.store.DatabaseUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything an operator can set about a server, read and checked before anything starts. */
public record BridleSettings(
    Path data,
    InetSocketAddress listen,
    Optional<String> publicUrl,
    TrustedProxies trustedProxies,
    DatabaseUrl database,
    Duration drain,
    Duration agentLostAfter,
    boolean strictLedger,
    Duration clientIdle,
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
    Optional<String> masterKeyCommand,
    Optional<OidcSettings> oidc) {

  public static final Setting DATA =
      Setting.plain("data", "./data", "Folder that holds everything the server keeps.");
  public static final Setting LISTEN =
      Setting.plain("listen", "127.0.0.1:8080", "HOST:PORT to listen on; port 0 takes a free one.");
  public static final Setting PUBLIC_URL =
      Setting.plain(
          "public-url",
          "",
          "Address under which agents, jobs and people reach the server; by default `http://` and what `listen` says. When it is an `https` address, cookies are sent by HTTPS only, and every answer has `Strict-Transport-Security: max-age=15552000`: browsers that have been here ask by HTTPS for half a year.");
  public static final Setting TRUSTED_PROXIES =
      Setting.plain(
          "trusted-proxies",
          "",
          "Addresses and ranges such as `10.0.0.0/8`, separated by commas, of proxies before the server. From these, and only from these, `X-Forwarded-For` is believed: it tells whose failed sign-ins are counted and which address stands in the audit log.");
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
  public static final Setting CLIENT_IDLE =
      Setting.plain(
          "client-idle-seconds",
          "120",
          "Seconds that a connection may be silent while it is the client's turn: before a request, in its head, or within its body. More than a load balancer in front of the server keeps idle connections.");
  public static final Setting RETENTION =
      Setting.plain(
          "ledger-retention-days",
          "400",
          "Days after which the row of a single call is deleted; sums by day and month stay. 0 keeps all.");
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
      Stream.concat(own().stream(), OidcSettings.ALL.stream()).toList();

  private static List<Setting> own() {
    return List.of(
        DATA,
        LISTEN,
        PUBLIC_URL,
        TRUSTED_PROXIES,
        DATABASE_URL,
        DATABASE_PASSWORD,
        DRAIN,
        AGENT_LOST,
        DURABILITY,
        CLIENT_GONE,
        DRAINED_CALLS,
        DRAINED_SECONDS,
        CLIENT_IDLE,
        RETENTION,
        UpstreamSettings.CONNECT_SECONDS,
        UpstreamSettings.FIRST_BYTE_SECONDS,
        UpstreamSettings.IDLE_SECONDS,
        UpstreamSettings.CONNECTIONS,
        UpstreamSettings.HTTP2_CONNECTIONS,
        UpstreamSettings.HTTP2_STREAMS,
        UpstreamSettings.CA_FILE,
        ANTHROPIC_URL,
        OPENAI_URL,
        PRIVATE_PROVIDERS,
        MASTER_KEY_COMMAND,
        ANTHROPIC_KEY,
        OPENAI_KEY,
        MASTER_KEY);
  }

  /** Whether browsers reach the server by HTTPS, which a proxy before it then speaks. */
  public boolean isHttps() {
    return publicUrl.filter(url -> url.regionMatches(true, 0, "https:", 0, 6)).isPresent();
  }

  public static BridleSettings read(Map<String, String> flags, Map<String, String> variables) {
    String data =
        flags.getOrDefault(DATA.key(), variables.getOrDefault(DATA.variable(), DATA.fallback()));
    Path folder = Path.of(data).toAbsolutePath().normalize();
    var said = Settings.read(ALL, flags, variables, folder.resolve("bridle.properties"));
    return new BridleSettings(
        folder,
        address(said.text(LISTEN)),
        said.find(PUBLIC_URL).map(BridleSettings::withoutSlash),
        proxies(said),
        database(said, folder),
        said.seconds(DRAIN),
        said.seconds(AGENT_LOST),
        strict(said.text(DURABILITY)),
        Duration.ofSeconds(said.number(CLIENT_IDLE, 1, 86_400)),
        clientGone(said),
        said.number(RETENTION),
        UpstreamSettings.limits(said),
        UpstreamSettings.trust(said),
        URI.create(withoutSlash(said.text(ANTHROPIC_URL))),
        said.flag(PRIVATE_PROVIDERS),
        said.secret(ANTHROPIC_KEY),
        URI.create(withoutSlash(said.text(OPENAI_URL))),
        said.secret(OPENAI_KEY),
        said.secret(MASTER_KEY),
        masterKeyCommand(said),
        OidcSettings.read(said));
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

  private static TrustedProxies proxies(Settings said) {
    String text = said.text(TRUSTED_PROXIES);
    try {
      return TrustedProxies.of(text);
    } catch (IllegalArgumentException e) {
      throw new BadSetting(
          TRUSTED_PROXIES.flag()
              + " must be addresses or ranges such as 10.0.0.0/8, separated by commas, but is '"
              + text
              + "'");
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

package dev.bridle.cli;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, and as whom. */
final class ServerOptions {
  /** What the server's audit events call the command line. */
  static final String PRODUCT = "bridle-admin";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the server; also BRIDLE_URL. Without it --data is asked.")
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of a server on this machine; also BRIDLE_DATA. Default: ./data.")
  private @Nullable String data;

  @Option(
      names = "--organization",
      paramLabel = "SLUG",
      description = "Slug of the organization; without it, the token's own.")
  private @Nullable String organization;

  Path data(Console console) {
    return Path.of(
        Optional.ofNullable(data)
            .or(() -> console.variable(BridleSettings.DATA.variable()))
            .orElse(BridleSettings.DATA.fallback()));
  }

  Optional<String> organization() {
    return Optional.ofNullable(organization);
  }

  /** The server's REST API with the caller's token. */
  ApiClient client(Console console) throws ApiFailure {
    Secret token =
        console
            .secret("BRIDLE_API_TOKEN")
            .orElseThrow(() ->
                new BadSetting(
                    "An API token is needed in BRIDLE_API_TOKEN or in the file that BRIDLE_API_TOKEN_FILE names"));
    return new ApiClient(address(console), "Bearer " + token.reveal(), PRODUCT);
  }

  /** The REST address of the organization, below which everything of it lies. */
  String organizationPath(ApiClient client) throws ApiFailure {
    String slug =
        organization != null
            ? organization
            : client.get("/v2/organizations").path(0).path("slug").asString("");
    return "/v2/organizations" + ApiClient.path(slug);
  }

  String address(Console console) throws ApiFailure {
    var said =
        Optional.ofNullable(url)
            .or(() -> data != null ? Optional.empty() : console.variable("BRIDLE_URL"));
    if (said.isPresent()) {
      String text = said.get();
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
    Path file = Bridle.addressFile(data(console));
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ApiFailure(
          0,
          "No server runs with the data folder " + data(console) + ", or its files can't be read.");
    }
  }
}

package dev.bridle.cli;

import dev.bridle.Bridle;
import dev.bridle.config.Secret;
import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import dev.bridle.organization.SetupSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of a server that was made for trying. They are kept in a file for its owner only, so
 * that the next try on the same data needs no new server.
 */
record TryTokens(Secret apiToken, Secret agentToken) {
  static final String ORGANIZATION = "try";
  static final String EMAIL = "you@example.com";

  static TryTokens of(Path data, Bridle bridle) throws IOException, ApiFailure {
    Path file = data.resolve("try.tokens");
    if (bridle.isNew()) {
      Files.deleteIfExists(file);
      keep(file, setUp(data, bridle.url()));
    }
    try {
      JsonNode kept = JsonMapper.shared().readTree(Files.readString(file));
      return new TryTokens(
          new Secret(kept.path("api_token").asString()),
          new Secret(kept.path("agent_token").asString()));
    } catch (NoSuchFileException e) {
      throw new ApiFailure(
          0,
          "The folder "
              + data
              + " holds a server that was not made by try; choose another with --data.");
    }
  }

  private static String setUp(Path data, String url) throws IOException, ApiFailure {
    String secret = Files.readString(SetupSecret.file(data)).strip();
    return new ApiClient(url, "Bearer " + secret, ServerOptions.PRODUCT)
        .post("/v2/setup", Map.of("organization", ORGANIZATION, "email", EMAIL, "name", "You"))
        .toString();
  }

  private static void keep(Path file, String json) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ownerOnly)) {
      channel.write(ByteBuffer.wrap(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
  }
}

package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import dev.bridle.organization.OperatorSecret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Speaks to a running server as its operator, with the secret in its data folder. */
final class OperatorClient {
  private OperatorClient() {}

  static ApiClient of(String address, Path data) throws ApiFailure {
    return new ApiClient(address, "Bearer " + secret(data), ServerOptions.PRODUCT);
  }

  private static String secret(Path data) throws ApiFailure {
    Path file = OperatorSecret.file(data);
    try {
      return Files.readString(file).strip();
    } catch (AccessDeniedException e) {
      throw new ApiFailure(0, file + " may only be read by the user that the server runs as.");
    } catch (IOException e) {
      throw new ApiFailure(
          0, "No server has run with the data folder " + data + ", or its files can't be read.");
    }
  }
}

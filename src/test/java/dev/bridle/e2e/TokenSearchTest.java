package dev.bridle.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.testing.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A search that finds nothing proves nothing unless it would have found something. */
class TokenSearchTest {
  private final String token = Token.mint(TokenKind.JOB).value().reveal();
  private final TokenSearch search = new TokenSearch();

  @Test
  void findsATokenAmongOtherBytes() throws IOException {
    var folder = Engine.temporaryFolder();
    Files.write(folder.resolve("a"), ("\0\1" + token + "\0").getBytes(UTF_8));
    Files.write(folder.resolve("b"), "brdj_short".getBytes(UTF_8));

    search.folder(folder);

    assertThat(search.places()).singleElement().asString().endsWith("a");
  }

  @Test
  void findsATokenThatWasCompressed() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(7);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(("x-api-key: " + token).getBytes(UTF_8));
    }

    search.bytes("a chunk", out.toByteArray());

    assertThat(search.places()).containsExactly("a chunk inflated at 1");
  }
}

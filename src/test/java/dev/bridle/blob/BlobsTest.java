package dev.bridle.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  @TempDir Path folder;

  @Test
  void givesBackWhatWasPutLast() {
    var blobs = new Blobs(folder.resolve("new"));
    blobs.put("logs/a/0", new byte[] {1});
    blobs.put("logs/a/0", new byte[] {2, 3});

    assertThat(new Blobs(folder.resolve("new")).get("logs/a/0")).hasValue(new byte[] {2, 3});
    blobs.delete("logs/a/0");
    blobs.delete("logs/a/0");
    assertThat(blobs.get("logs/a/0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../a", "a/../b", "/a", "a//b", "a/.hidden", "a\\b", "a/"})
  void noKeyLeavesTheFolder(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Blobs(folder).get(key));
  }
}

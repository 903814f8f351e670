package dev.bridle.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void aFolderGoesWithItsLastFile() {
    var blobs = new Blobs(folder);
    blobs.put("day/12/a", new byte[1]);
    blobs.put("day/12/b", new byte[1]);
    blobs.delete("day/12/a");
    assertThat(folder.resolve("day/12")).exists();
    blobs.delete("day/12/b");
    assertThat(folder).exists().isEmptyDirectory();
    blobs.delete("day/12/b");
  }

  @Test
  void foldersComeAndGoUnderManyHands() throws Exception {
    var blobs = new Blobs(folder);
    try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        String key = "day/12/" + i;
        done.add(
            hands.submit(() -> {
              for (int n = 0; n < 100; n++) {
                blobs.put(key, new byte[1]);
                blobs.delete(key);
              }
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftIsDeletedBelowAFolder() throws Exception {
    var blobs = new Blobs(folder);
    blobs.deleteUnfinished("day");
    blobs.put("day/12/a", new byte[1]);
    Files.write(folder.resolve("day/12/.unfinished-1"), new byte[1]);
    Files.write(folder.resolve(".unfinished-2"), new byte[1]);
    blobs.deleteUnfinished("day");
    assertThat(folder.resolve("day/12")).isDirectoryContaining("glob:**/a");
    assertThat(folder.resolve("day/12/.unfinished-1")).doesNotExist();
    assertThat(folder.resolve(".unfinished-2")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../a", "a/../b", "/a", "a//b", "a/.hidden", "a\\b", "a/"})
  void noKeyLeavesTheFolder(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Blobs(folder).get(key));
  }
}

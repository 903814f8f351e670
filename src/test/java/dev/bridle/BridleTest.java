package dev.bridle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.config.BadSetting;
import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridleTest {
  @Test
  void aDataFolderServesOneServer() {
    try (var bridle = RunningBridle.start()) {
      assertThatThrownBy(() -> RunningBridle.start(bridle.data(), Map.of()))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("in use by another server");
    }
  }

  @Test
  void aTakenPortIsToldInOneSentenceAndLeavesNothingOpen() throws Exception {
    var data = Engine.temporaryFolder();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listen = Map.of("listen", "127.0.0.1:" + taken.getLocalPort());
      assertThatThrownBy(() -> RunningBridle.start(data, listen))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("can't listen on 127.0.0.1:" + taken.getLocalPort());
    }
    RunningBridle.start(data, Map.of()).close();
  }

  @Test
  void aMasterKeyThatCannotBeHadIsToldBeforeAnythingIsMade() {
    var data = Engine.temporaryFolder();
    var command = Map.of("master-key-command", "echo no access >&2; exit 1");
    assertThatThrownBy(() -> RunningBridle.start(data, command))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("no access");
    assertThat(data.resolve("bridle.db")).doesNotExist();
    RunningBridle.start(data, Map.of()).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsToldInOneSentence() throws Exception {
    var file = Files.createFile(Engine.temporaryFolder().resolve("file"));

    assertThatThrownBy(() -> RunningBridle.start(file.resolve("data"), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("can't be made or written to");
  }

  @Test
  void theDatabaseIsTheOwnersAloneInAFolderThatIsOpenToAll() throws Exception {
    var data = Engine.temporaryFolder();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var bridle = RunningBridle.start(data, Map.of())) {
      bridle.setUp();
      for (var name : List.of("bridle.db", "bridle.db-wal", "bridle.db-shm")) {
        var permissions = Files.getPosixFilePermissions(data.resolve(name));
        assertThat(PosixFilePermissions.toString(permissions)).as(name).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void theSetupSecretIsTheOwnersAloneAndGoneAfterwards() throws Exception {
    var data = Engine.temporaryFolder();
    var file = data.resolve("setup.secret");
    try (var bridle = RunningBridle.start(data, Map.of())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      bridle.setUp();
    }
    try (var again = RunningBridle.start(data, Map.of())) {
      assertThat(file).doesNotExist();
      assertThat(again.url()).startsWith("http://127.0.0.1:");
    }
  }
}

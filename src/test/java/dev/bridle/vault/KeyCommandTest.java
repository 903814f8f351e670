package dev.bridle.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.BridleSettings;
import dev.bridle.config.BadSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real commands that print the master key, or don't. */
@Timeout(60)
class KeyCommandTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir Path folder;

  private byte[] key(String command) {
    return MasterKey.of(Optional.empty(), Optional.of(command), folder.resolve("master.key"));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String command, Duration limit) {
    return assertThatThrownBy(() -> new KeyCommand(command, limit).output())
        .isInstanceOf(BadSetting.class);
  }

  @Test
  void itsOutputIsTheKeyAndNoFileIsMade() {
    assertThat(key("echo " + KEY)).isEqualTo(new byte[32]);
    assertThat(folder.resolve("master.key")).doesNotExist();
  }

  @Test
  void itReadsAsItWouldWhenTyped() throws Exception {
    Path file = folder.resolve("a key; with spaces");
    Files.writeString(file, KEY.substring(0, 20) + "\n" + KEY.substring(20) + "\r\n");
    assertThat(key("echo noise >&2 && cat '" + file + "' | tr -d '\\n'")).isEqualTo(new byte[32]);
  }

  @Test
  void oneThatFailsIsToldWithWhatItComplainedOfAndNotWithWhatItPrinted() {
    assertRefused("echo geheim; echo 'access\ndenied' >&2; exit 3", SOON)
        .hasMessage("--master-key-command failed with status 3: access denied");
    assertRefused("no-such-kms decrypt", SOON).hasMessageContaining("failed with status 127: ");
  }

  @Test
  void oneThatTakesTooLongIsKilledWithAllThatItStarted() {
    assertRefused("echo waiting >&2; sleep 50; echo geheim", AT_ONCE)
        .hasMessage("--master-key-command took longer than 1 s: waiting");
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 50"));
  }

  @Test
  void whatItLeavesRunningIsNotWaitedFor() {
    long from = System.nanoTime();
    assertThat(new KeyCommand("sleep 10 & echo " + KEY, SOON).output().reveal()).isEqualTo(KEY);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void oneThatAsksGetsNoAnswer() {
    assertRefused("read -r line && echo \"$line\"", SOON).hasMessageContaining("with status 1");
  }

  @Test
  void oneThatPrintsNothingIsTold() {
    assertRefused("true", SOON).hasMessage("--master-key-command printed nothing");
    assertRefused("echo 'no such key' >&2", SOON)
        .hasMessage("--master-key-command printed nothing: no such key");
  }

  @Test
  void whatIsNoKeyIsNotShown() {
    for (String no : new String[] {"echo geheim", "head -c 100000 /dev/zero | tr '\\0' g"}) {
      assertThatThrownBy(() -> key(no))
          .isInstanceOf(BadSetting.class)
          .hasMessage(
              "what --master-key-command prints must be the master key, 32 bytes in Base64");
    }
  }

  @Test
  void aKeyAndACommandAreOneTooMany() {
    var flags = Map.of("data", folder.toString(), "master-key-command", "echo " + KEY);
    assertThat(BridleSettings.read(flags, Map.of()).masterKeyCommand()).contains("echo " + KEY);
    Path file = folder.resolve("key");
    for (var variables :
        List.of(
            Map.of("BRIDLE_MASTER_KEY", KEY), Map.of("BRIDLE_MASTER_KEY_FILE", file.toString()))) {
      assertThatThrownBy(
              () -> {
                Files.writeString(file, KEY);
                BridleSettings.read(flags, variables);
              })
          .isInstanceOf(BadSetting.class)
          .hasMessage(
              "--master-key-command and BRIDLE_MASTER_KEY are both given, and the master key comes from one of them");
    }
  }
}

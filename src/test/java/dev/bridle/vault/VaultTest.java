package dev.bridle.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  @TempDir Path folder;

  private Vault vault(String file) {
    return new Vault(MasterKey.of(Optional.empty(), Optional.empty(), folder.resolve(file)));
  }

  @Test
  void whatWasSealedCanBeOpenedAfterARestartAndIsNotReadable() {
    byte[] sealed = vault("key").seal(new Secret("sk-very-secret"), "purpose");
    assertThat(new String(sealed, ISO_8859_1)).doesNotContain("sk-very-secret");
    assertThat(vault("key").open(sealed, "purpose").reveal()).isEqualTo("sk-very-secret");
  }

  @Test
  void itCantBeOpenedForAnotherPurposeWithAnotherKeyOrChanged() {
    byte[] sealed = vault("key").seal(new Secret("sk-very-secret"), "purpose");
    assertThatThrownBy(() -> vault("key").open(sealed, "other"))
        .hasMessageContaining("can't be opened");
    assertThatThrownBy(() -> vault("another").open(sealed, "purpose"))
        .hasMessageContaining("master key");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> vault("key").open(sealed, "purpose"))
        .hasMessageContaining("can't be opened");
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    var vault = vault("key");
    assertThat(vault.seal(new Secret("s"), "p")).isNotEqualTo(vault.seal(new Secret("s"), "p"));
  }

  @Test
  void theMadeKeyIsForItsOwnerOnly() throws IOException {
    vault("key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aBadMasterKeyIsRefusedWithoutShowingIt() {
    assertThatThrownBy(
            () -> MasterKey.of(Optional.of(new Secret("short")), Optional.empty(), folder))
        .isInstanceOf(BadSetting.class)
        .hasMessage("the master key must be 32 bytes in Base64");
  }
}

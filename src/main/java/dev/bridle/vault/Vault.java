package dev.bridle.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.util.SecretBytes;
import dev.bridle.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Envelope encryption: each secret has a key of its own (AES-256-GCM), which is stored beside it
 * encrypted by the master key. What a secret is for is bound in, so that the sealed bytes of one
 * place can't be used in another.
 */
public final class Vault {
  private final Aead envelope;

  @AccessesPartialKey
  public Vault(byte[] masterKey) {
    try {
      AeadConfig.register();
      var key =
          AesGcmKey.builder()
              .setParameters(parameters())
              .setKeyBytes(SecretBytes.copyFrom(masterKey, InsecureSecretKeyAccess.get()))
              .build();
      var keyset =
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
              .build();
      Aead master = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
      envelope = KmsEnvelopeAead.create(parameters(), master);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the vault can't be opened", e);
    }
  }

  private static AesGcmParameters parameters() throws GeneralSecurityException {
    return AesGcmParameters.builder()
        .setKeySizeBytes(32)
        .setIvSizeBytes(12)
        .setTagSizeBytes(16)
        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
        .build();
  }

  public byte[] seal(Secret secret, String purpose) {
    return seal(secret.reveal().getBytes(StandardCharsets.UTF_8), purpose);
  }

  public byte[] seal(byte[] plain, String purpose) {
    try {
      return envelope.encrypt(plain, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret can't be sealed", e);
    }
  }

  public Secret open(byte[] sealed, String purpose) {
    try {
      byte[] plain = decrypted(sealed, purpose);
      return new Secret(new String(plain, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a stored secret can't be opened: the master key is not the one it was sealed with", e);
    }
  }

  /** Nothing when it was changed, or sealed for another purpose, or under another master key. */
  public Optional<byte[]> tryOpen(byte[] sealed, String purpose) {
    try {
      return Optional.of(decrypted(sealed, purpose));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private byte[] decrypted(byte[] sealed, String purpose) throws GeneralSecurityException {
    return envelope.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.bridle.http;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities whose certificates prove who an upstream is: those of the JVM, and more. */
public final class Trust {
  /** Only the authorities that the JVM trusts. */
  public static final Trust OF_THE_JVM = new Trust(List.of());

  private final List<Certificate> more;

  private Trust(List<Certificate> more) {
    this.more = List.copyOf(more);
  }

  /**
   * Those of the JVM and the certificates in a PEM file.
   *
   * @throws IllegalArgumentException with a sentence, when the file holds none
   */
  public static Trust and(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      var found =
          new ArrayList<Certificate>(
              CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new IllegalArgumentException(pem + " holds no certificate");
      }
      return new Trust(found);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(pem + " is not a file of certificates in PEM", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(pem + " can't be read", e);
    }
  }

  TrustOptions options() {
    return TrustOptions.wrap(trusting(authorities()));
  }

  /** The same for clients of the JVM's own. */
  public SSLContext tls() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trusting(authorities()).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM speaks TLS", e);
    }
  }

  private KeyStore authorities() {
    try {
      var all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (Certificate one : more) {
        all.setCertificateEntry("more-" + all.size(), one);
      }
      for (X509Certificate one : ofTheJvm()) {
        all.setCertificateEntry("jvm-" + all.size(), one);
      }
      return all;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JVM has no certificates to trust", e);
    }
  }

  private static X509Certificate[] ofTheJvm() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager one : factory.getTrustManagers()) {
      if (one instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManagerFactory trusting(KeyStore authorities) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM can't check certificates", e);
    }
  }
}

package dev.bridle.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** An authority that lives as long as a test, and certificates good and bad. */
public final class Certificates {
  private final X509Bundle authority;

  public Certificates() {
    try {
      authority = valid("CN=Authority of a test").setIsCertificateAuthority(true).buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CertificateBuilder valid(String subject) {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .notBefore(Instant.now().minus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(1)));
  }

  private static CertificateBuilder of(String host) {
    return valid("CN=" + host).addSanDnsName(host);
  }

  /** One that is as it should be. */
  public X509Bundle of(String host, String address) throws Exception {
    return of(host).addSanIpAddress(address).buildIssuedBy(authority);
  }

  public X509Bundle named(String host) throws Exception {
    return of(host).buildIssuedBy(authority);
  }

  public X509Bundle expired(String host) throws Exception {
    return of(host)
        .notBefore(Instant.now().minus(Duration.ofDays(3)))
        .notAfter(Instant.now().minus(Duration.ofDays(2)))
        .buildIssuedBy(authority);
  }

  public X509Bundle notYetValid(String host) throws Exception {
    return of(host).notBefore(Instant.now().plus(Duration.ofHours(1))).buildIssuedBy(authority);
  }

  public X509Bundle selfSigned(String host) throws Exception {
    return of(host).setIsCertificateAuthority(true).buildSelfSigned();
  }

  /** A file with the authority's own certificate. */
  public Path file() {
    try {
      return Files.writeString(
          Engine.temporaryFolder().resolve("authority.pem"), authority.getRootCertificatePEM());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

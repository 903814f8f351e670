package dev.bridle.provider;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Decides which addresses a provider may have. Base URLs are administrators' data, but an
 * administrator must not reach the operator's private network through them, neither by address nor
 * by a name that resolves to one.
 */
public final class Addresses {
  /** An address that must not be called; the message says why. */
  public static final class Forbidden extends RuntimeException {
    Forbidden(String message) {
      super(message, null, false, false);
    }
  }

  /** A name that leads nowhere at the moment. */
  public static final class Unresolvable extends RuntimeException {
    Unresolvable(String host) {
      super("the name " + host + " can't be resolved", null, false, false);
    }
  }

  private final Set<URI> operatorsOwn;
  private final boolean privateAllowed;
  private final AsyncCache<URI, InetAddress> resolved =
      Caffeine.newBuilder()
          .expireAfterWrite(Duration.ofSeconds(30))
          .maximumSize(1000)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  /**
   * @param operatorsOwn the providers' addresses in the operator's settings, which need no
   *     judgement
   * @param privateAllowed whether private networks and plain HTTP are allowed everywhere
   */
  public Addresses(Set<URI> operatorsOwn, boolean privateAllowed) {
    this.operatorsOwn = Set.copyOf(operatorsOwn);
    this.privateAllowed = privateAllowed;
  }

  /** What is wrong with a base URL as it is written; empty when nothing is. */
  public Optional<String> objection(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!Set.of("https", "http").contains(scheme) || url.getHost() == null) {
      return Optional.of("must be an address like https://host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of("must not hold an account, a query or a fragment");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      return Optional.of("must have a port from 1 to 65535, if any");
    }
    if (url.getRawPath().endsWith("/v1")) {
      return Optional.of("must be given without /v1 at its end");
    }
    boolean plain = scheme.equals("http");
    if (plain && !privateAllowed && !isLoopback(url) && !operatorsOwn.contains(url)) {
      return Optional.of("must be https, unless it is on this machine's loopback");
    }
    return Optional.empty();
  }

  /** The address to connect to, or {@link Forbidden}; a look-up is remembered for half a minute. */
  public CompletableFuture<InetAddress> resolve(URI url) {
    var found = resolved.get(url, this::resolveNow);
    var _ =
        found.whenComplete((_, why) -> {
          if (why != null) {
            resolved.asMap().remove(url, found);
          }
        });
    return found;
  }

  private InetAddress resolveNow(URI url) {
    InetAddress address;
    try {
      address = InetAddress.getByName(url.getHost());
    } catch (UnknownHostException e) {
      throw new Unresolvable(url.getHost());
    }
    boolean judged = !privateAllowed && !operatorsOwn.contains(url) && !isLoopback(url);
    if (judged && isPrivate(address)) {
      throw new Forbidden(url.getHost() + " leads into a private network");
    }
    return address;
  }

  private static boolean isLoopback(URI url) {
    String host = url.getHost();
    return host.equals("localhost")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || host.equals("[::1]");
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal
        || carrier;
  }
}

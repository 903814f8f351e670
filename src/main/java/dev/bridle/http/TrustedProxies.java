package dev.bridle.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machines that are believed when they say for whom they ask. Anyone can write {@code
 * X-Forwarded-For}; what a trusted machine has added to its end counts, and no more.
 */
public record TrustedProxies(List<Range> ranges) {
  private static final String HEADER = "X-Forwarded-For";

  /** Nobody is believed. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** All addresses that begin with the same bits. */
  public record Range(InetAddress first, int bits) {
    /**
     * What {@code 10.0.0.0/8} or a single address says.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Range of(String text) {
      String[] parts = text.split("/", -1);
      var first = literal(parts[0]);
      int all = first.getAddress().length * Byte.SIZE;
      int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
      if (parts.length > 2 || bits < 0 || bits > all) {
        throw new IllegalArgumentException(text);
      }
      return new Range(first, bits);
    }

    boolean holds(InetAddress address) {
      byte[] mine = first.getAddress();
      byte[] other = address.getAddress();
      if (mine.length != other.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = (0xff << (Byte.SIZE - bits % Byte.SIZE)) & 0xff;
      return Arrays.equals(mine, 0, whole, other, 0, whole)
          && (whole == mine.length || ((mine[whole] ^ other[whole]) & rest) == 0);
    }
  }

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /**
   * Ranges and addresses, separated by commas.
   *
   * @throws IllegalArgumentException when one of them is neither
   */
  public static TrustedProxies of(String text) {
    return new TrustedProxies(
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .map(Range::of)
            .toList());
  }

  /** For whom a machine asks: itself, unless it is trusted and says for another. */
  String client(String peer, Headers headers) {
    if (ranges.isEmpty()) {
      return peer;
    }
    var client = address(peer);
    for (String hop : hops(headers).reversed()) {
      var before = address(hop);
      if (client.isEmpty() || !trusts(client.get()) || before.isEmpty()) {
        break;
      }
      client = before;
    }
    return client.map(InetAddress::getHostAddress).orElse(peer);
  }

  private boolean trusts(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.holds(address));
  }

  private static List<String> hops(Headers headers) {
    var hops = new ArrayList<String>();
    headers.all(HEADER).forEach(line -> hops.addAll(List.of(line.split(",", -1))));
    return hops;
  }

  /** Java also takes {@code 10} for an address, which is not the one that is meant. */
  private static InetAddress literal(String text) {
    if (text.indexOf(':') < 0 && text.split("\\.", -1).length != Integer.BYTES) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text);
  }

  /** Some proxies add a port. */
  private static Optional<InetAddress> address(String text) {
    String bare = text.strip().replaceFirst("^\\[(.*)](:\\d+)?$", "$1");
    bare = bare.replaceFirst("^(\\d+\\.\\d+\\.\\d+\\.\\d+):\\d+$", "$1");
    try {
      return Optional.of(literal(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

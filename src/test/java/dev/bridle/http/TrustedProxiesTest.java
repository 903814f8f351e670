package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static String client(String trusted, String peer, String... forwarded) {
    var lines = new ArrayList<Headers.Line>();
    List.of(forwarded).forEach(line -> lines.add(new Headers.Line("X-Forwarded-For", line)));
    return TrustedProxies.of(trusted).client(peer, new Headers(lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // trusted | asks | says | counts
        "\"\" | 10.0.0.1 | 203.0.113.7 | 10.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | 203.0.113.7 | 203.0.113.7",
        "10.0.0.0/8 | 11.0.0.1 | 203.0.113.7 | 11.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
        "10.0.0.0/8 | 10.0.0.1 | 203.0.113.7, 10.9.9.9 | 203.0.113.7",
        "10.0.0.0/8 | 10.0.0.1 | 10.1.1.1 | 10.1.1.1",
        "10.0.0.0/8 | 10.0.0.1 | 203.0.113.7, unknown | 10.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | <script> | 10.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | example.com | 10.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | 3405803783 | 10.0.0.1",
        "10.0.0.0/8 | 10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
        "10.0.0.0/8 | 10.0.0.1 | [2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7",
        "10.0.0.0/8 | 10.0.0.1 | ::ffff:203.0.113.7 | 203.0.113.7",
        "10.0.0.0/8 | 10.0.0.1 | , | 10.0.0.1",
        "2001:db8::/33 | 2001:db8::1 | 203.0.113.7 | 203.0.113.7",
        "2001:db8::/33 | 2001:db8:8000::1 | 203.0.113.7 | 2001:db8:8000:0:0:0:0:1",
        "0.0.0.0/0 | 10.0.0.1 | 203.0.113.7 | 203.0.113.7",
        "0.0.0.0/0 | 2001:db8::1 | 203.0.113.7 | 2001:db8:0:0:0:0:0:1",
        "127.0.0.1, 10.0.0.1 | 10.0.0.1 | 203.0.113.7 | 203.0.113.7",
      })
  void whatATrustedMachineAddedCounts(String trusted, String peer, String says, String counts) {
    assertThat(client(trusted, peer, says)).isEqualTo(counts);
  }

  @Test
  void linesAreReadInTheirOrder() {
    assertThat(client("10.0.0.1", "10.0.0.1", "198.51.100.1", "203.0.113.7"))
        .isEqualTo("203.0.113.7");
    assertThat(client("10.0.0.1", "10.0.0.1")).isEqualTo("10.0.0.1");
  }

  @Test
  void aVeryLongHeaderCostsNoMoreThanItsLength() {
    assertThat(client("10.0.0.1", "10.0.0.1", "203.0.113.7" + ", 10.0.0.1".repeat(5000)))
        .isEqualTo("203.0.113.7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10",
        "10/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "proxy",
        "::/129",
        "1.2.3.x"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

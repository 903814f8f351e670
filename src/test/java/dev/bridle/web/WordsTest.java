package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0                    | $0.00
          1                    | <$0.000001
          1_500                | $0.000002
          9_999_999            | $0.010000
          10_000_000           | $0.01
          500_000_000          | $0.50
          123_456_789          | $0.1235
          1_000_000_000        | $1.00
          1_234_567_000_000    | $1,234.57
          -123_456_789         | $-0.1235
          """,
      delimiter = '|')
  void moneyIsTheFinerTheSmallerItIs(String nanos, String words) {
    var money = new Money(Long.parseLong(nanos.replace("_", "")));
    assertThat(Words.dollars(money)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "999,999", "'1000','1,000'", "'-1234567','-1,234,567'"})
  void countsHaveTheirThousandsApart(long number, String words) {
    assertThat(Words.number(number)).isEqualTo(words);
  }
}

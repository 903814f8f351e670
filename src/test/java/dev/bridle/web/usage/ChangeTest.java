package dev.bridle.web.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How figures are compared with those of the days before. */
class ChangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                   | 0   | as before
          7                   | 0   | none before
          0                   | 7   | −100.0 %
          110                 | 100 | +10.0 %
          90                  | 100 | −10.0 %
          100                 | 100 | as before
          100049              | 100000 | as before
          99951               | 100000 | as before
          100051              | 100000 | +0.1 %
          1099                | 100 | +999.0 %
          1100                | 100 | 11 times as much
          1234500             | 100 | 12,345 times as much
          1000000000000000000 | 1   | 1,000,000,000,000,000,000 times as much
          """)
  void aSumIsComparedInPercent(long now, long before, String words) {
    assertThat(Change.of(now, before)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.5    | 0.25 | +25.0 points
          0.25   | 0.5  | −25.0 points
          1      | 0    | +100.0 points
          0.5    | 0.5  | as before
          0.5004 | 0.5  | as before
          0.5006 | 0.5  | +0.1 points
          0.5    |      | none before
                 | 0.5  | ''
                 |      | ''
          """)
  void aPartOfAWholeIsComparedInPoints(Double now, Double before, String words) {
    assertThat(Change.of(part(now), part(before))).isEqualTo(words);
  }

  private static OptionalDouble part(Double number) {
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }
}

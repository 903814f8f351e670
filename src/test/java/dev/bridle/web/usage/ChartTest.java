package dev.bridle.web.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Amounts CALLS = new Amounts(Measured.CALLS);

  private static Chart.Period period(long... amounts) {
    return new Chart.Period(
        "l",
        "t",
        "",
        IntStream.range(0, amounts.length)
            .mapToObj(i -> new Chart.Part(i, amounts[i], ""))
            .toList());
  }

  @Test
  void piecesStandOnEachOther() {
    var chart = Chart.of(List.of(period(10, 30)), CALLS);
    assertThat(chart.ticks())
        .extracting(Chart.Tick::label)
        .containsExactly("0", "10", "20", "30", "40");
    var pieces = chart.bars().getFirst().pieces();
    assertThat(pieces).extracting(Chart.Piece::y).containsExactly("168.0", "12.0");
    assertThat(pieces).extracting(Chart.Piece::height).containsExactly("52.0", "156.0");
  }

  @Test
  void amountsBesideItHaveAsManyPlaces() {
    var cost = new Amounts(Measured.COST);
    assertThat(Chart.of(List.of(period(15_300_000)), cost).ticks())
        .extracting(Chart.Tick::label)
        .containsExactly("$0.000", "$0.005", "$0.010", "$0.015", "$0.020");
    assertThat(Chart.of(List.of(period(3_900_000_000_000L)), cost).ticks())
        .extracting(Chart.Tick::label)
        .containsExactly("$0.00", "$1,000.00", "$2,000.00", "$3,000.00", "$4,000.00");
  }

  @Test
  void nothingAndLessThanNothingIsNotDrawn() {
    assertThat(Chart.of(List.of(period(0, -5)), CALLS).bars().getFirst().pieces()).isEmpty();
    assertThat(Chart.of(List.of(), CALLS).bars()).isEmpty();
  }

  @Test
  void everyAmountFits() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long amount = random.nextLong(Long.MAX_VALUE) >> random.nextInt(63);
      assertThat(Chart.round(amount)).isGreaterThanOrEqualTo(amount);
    }
    assertThat(Chart.round(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Chart.of(List.of(period(Long.MAX_VALUE)), CALLS).ticks().getLast().label())
        .isEqualTo("9.2E");
  }

  @Test
  void labelsOfManyBarsHaveRoom() {
    var chart = Chart.of(IntStream.range(0, 100).mapToObj(i -> period(i)).toList(), CALLS);
    assertThat(chart.bars().stream().filter(bar -> !bar.label().isEmpty()).count())
        .isBetween(5L, 9L);
  }
}

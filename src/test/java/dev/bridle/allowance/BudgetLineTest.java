package dev.bridle.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.Money;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rule of the forecast: as it went since the window began. */
class BudgetLineTest {
  private static final long USD = 1_000_000_000;
  private static final Instant BEGAN = Instant.parse("2026-11-01T00:00:00Z");

  private static BudgetLine line(Window window, long amount, long settled, long held, String now) {
    var allowance =
        new Allowance(
            "id",
            1,
            "acme",
            Scope.ORGANIZATION,
            null,
            null,
            null,
            null,
            Unit.USD,
            window,
            amount,
            Mode.HARD);
    Instant at = Instant.parse(now);
    return BudgetLine.of(
        new Standing(allowance, "acme", window.startMs(at.toEpochMilli()), settled, held), "", at);
  }

  @Test
  void aThirdOfTheMonthMakesThreeTimesAsMuch() {
    var line = line(Window.MONTH, 100 * USD, 20 * USD, 0, "2026-11-11T00:00:00Z");
    assertThat(line.forecast()).contains(new Money(60 * USD));
    assertThat(line.spentAt()).isEmpty();
  }

  @Test
  void anAmountThatWillNotLastSaysUntilWhen() {
    var line = line(Window.MONTH, 100 * USD, 50 * USD, 0, "2026-11-11T00:00:00Z");
    assertThat(line.forecast()).contains(new Money(150 * USD));
    assertThat(line.spentAt()).contains(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @Test
  void onTheFirstDayItIsTooEarlyToTell() {
    assertThat(line(Window.MONTH, USD, USD, 0, "2026-11-01T23:00:00Z").forecast()).isEmpty();
    assertThat(line(Window.MONTH, USD, USD, 0, "2026-11-02T00:00:00Z").forecast())
        .contains(new Money(30 * USD));
    assertThat(line(Window.MONTH, USD, USD, 0, BEGAN.toString()).forecast()).isEmpty();
  }

  @Test
  void itIsNeverLessThanWhatIsSpentAndHeld() {
    assertThat(line(Window.MONTH, USD, 30, 70, "2026-11-30T23:59:59Z").forecast())
        .contains(new Money(100));
  }

  @Test
  void aWindowWithoutEndHasNoForecast() {
    assertThat(line(Window.LIFETIME, USD, USD, 0, "2026-11-11T00:00:00Z").forecast()).isEmpty();
  }

  @Test
  void nothingSpentIsForecastAsNothing() {
    var line = line(Window.DAY, USD, 0, 0, "2026-11-11T12:00:00Z");
    assertThat(line.forecast()).contains(Money.ZERO);
    assertThat(line.spentAt()).isEmpty();
  }

  @Test
  void hugeAmountsDoNotOverflow() {
    long most = Long.MAX_VALUE / 1_000;
    var line = line(Window.MONTH, most, most, most, "2026-11-02T00:00:00Z");
    assertThat(line.forecast().orElseThrow().nanos()).isEqualTo(30 * most);
    assertThat(line(Window.MONTH, most, 1, 0, "2026-11-02T00:00:00Z").spentAt()).isEmpty();
  }
}

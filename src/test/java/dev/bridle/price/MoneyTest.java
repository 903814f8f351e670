package dev.bridle.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void isWrittenAsTheExactDecimal() {
    assertThat(new Money(15_420_000)).hasToString("0.01542");
    assertThat(new Money(1)).hasToString("0.000000001");
    assertThat(new Money(100_000_000_000L)).hasToString("100");
    assertThat(new Money(-1_500_000_000L)).hasToString("-1.5");
    assertThat(Money.ZERO).hasToString("0");
  }

  @Test
  void isReadFromTheExactDecimal() {
    assertThat(Money.ofUsd("0.01542")).isEqualTo(new Money(15_420_000));
    assertThatThrownBy(() -> Money.ofUsd("0.0000000001")).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void roundsPicosUpOnly() {
    assertThat(Money.ofPicosRoundedUp(BigInteger.valueOf(1_000))).isEqualTo(new Money(1));
    assertThat(Money.ofPicosRoundedUp(BigInteger.valueOf(1_001))).isEqualTo(new Money(2));
    assertThat(Money.ofPicosRoundedUp(BigInteger.ZERO)).isEqualTo(Money.ZERO);
  }

  @Test
  void neverWrapsRound() {
    assertThat(Money.ofPicosRoundedUp(BigInteger.TEN.pow(40))).isEqualTo(new Money(Long.MAX_VALUE));
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
  }
}

package dev.bridle.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final String ANA = "ana@example.com";
  private static final String HERE = "192.0.2.1";

  private final MovableClock clock = new MovableClock();
  private final Attempts attempts = new Attempts(clock);

  private void fail(int times, String email, String machine) {
    for (int i = 0; i < times; i++) {
      attempts.failed(email, machine);
    }
  }

  @Test
  void onePersonFromOneMachineHasTen() {
    fail(9, ANA, HERE);
    assertThat(attempts.tooMany(ANA, HERE)).isFalse();
    fail(1, ANA, HERE);
    assertThat(attempts.tooMany(ANA, HERE)).isTrue();
  }

  @Test
  void someoneElsesFailuresKeepNobodyOut() {
    fail(50, ANA, "198.51.100.7");
    assertThat(attempts.tooMany(ANA, HERE)).isFalse();
  }

  @Test
  void oneMachineCanNotTryManyPeople() {
    for (int i = 0; i < Attempts.FROM_ONE_MACHINE; i++) {
      attempts.failed("person" + i + "@example.com", HERE);
    }
    assertThat(attempts.tooMany(ANA, HERE)).isTrue();
  }

  @Test
  void manyMachinesCanNotTryOnePerson() {
    for (int i = 0; i < Attempts.OF_ONE_PERSON; i++) {
      attempts.failed(ANA, "198.51.100." + i);
    }
    assertThat(attempts.tooMany(ANA, HERE)).isTrue();
  }

  @Test
  void theyAreForgottenAfterAWhile() {
    fail(10, ANA, HERE);
    clock.pass(Duration.ofMinutes(16));
    assertThat(attempts.tooMany(ANA, HERE)).isFalse();
  }

  @Test
  void successIsNotCounted() {
    for (int i = 0; i < 100; i++) {
      attempts.failed(ANA, HERE);
      attempts.succeeded(ANA, HERE);
    }
    assertThat(attempts.tooMany(ANA, HERE)).isFalse();
  }
}

package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {
  private static final long MOST = 2_000_000;
  private static final int SIZE = 900_000;

  private final BodyMemory memory = new BodyMemory(MOST);

  @Test
  void allTogetherHaveNoMoreThanTheRoom() {
    for (int i = 0; i < 2; i++) {
      memory.share("job-" + i).growTo(SIZE);
    }
    var third = memory.share("job-3");
    assertThatThrownBy(() -> third.growTo(SIZE)).isInstanceOf(NoRoom.class);
  }

  @Test
  void oneSenderHasHalfOfIt() {
    memory.share("greedy").growTo(SIZE);
    var second = memory.share("greedy");
    assertThatThrownBy(() -> second.growTo(SIZE)).isInstanceOf(NoRoom.class);
    assertThatCode(() -> memory.share("other").growTo(SIZE)).doesNotThrowAnyException();
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    for (int i = 0; i < 100; i++) {
      var share = memory.share("job");
      share.growTo(SIZE / 2);
      share.growTo(SIZE);
      share.giveBack();
    }
  }

  @Test
  void whoWasRefusedGivesBackOnlyWhatItHad() {
    var first = memory.share("job");
    first.growTo(SIZE);
    var refused = memory.share("job");
    assertThatThrownBy(() -> refused.growTo(SIZE)).isInstanceOf(NoRoom.class);
    refused.giveBack();
    assertThatThrownBy(() -> memory.share("job").growTo(SIZE)).isInstanceOf(NoRoom.class);
    first.giveBack();
    assertThatCode(() -> memory.share("job").growTo(SIZE)).doesNotThrowAnyException();
  }

  @Test
  void smallBodiesAreNotCounted() {
    for (int i = 0; i < 1_000; i++) {
      memory.share("job").growTo(BodyMemory.FREE);
    }
    assertThatCode(() -> memory.share("job").growTo(SIZE)).doesNotThrowAnyException();
  }
}

package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BetasTest {
  @Test
  void listsRepeatedLinesSpacesAndEmptyPlacesAreOneList() {
    assertThat(Betas.of(List.of("a-2025-01-01, b", "", ",", "\tc ,,a-2025-01-01")))
        .containsExactly("a-2025-01-01", "b", "c");
  }

  @Test
  void noHeaderIsNoBeta() {
    assertThat(Betas.of(List.of())).isEmpty();
  }
}

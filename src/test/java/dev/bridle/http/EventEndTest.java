package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEndTest {
  private static EventEnd after(String... pieces) {
    var end = new EventEnd();
    List.of(pieces).forEach(piece -> end.pass(Buffer.buffer(piece)));
    return end;
  }

  @Test
  void nothingIsUnderWayBeforeTheFirstEvent() {
    assertThat(new EventEnd().isHere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: x\n\n", "data: x\r\n\r\n", "data: a\n\ndata: b\n\n", "data: x\n\n\n", "\n"})
  void anEmptyLineEndsAnEvent(String whole) {
    assertThat(after(whole).isHere()).isTrue();
    assertThat(after(whole.split("")).isHere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "data: x", "data: x\n", "data: x\r\n", "data: x\n\ndata"})
  void anythingElseDoesNot(String part) {
    assertThat(after(part).isHere()).isFalse();
    assertThat(after(part.split("")).isHere()).isFalse();
  }

  @Test
  void theRestOfAnEventIsFoundWhereverItWasCut() {
    String event = "event: a\r\ndata: {\"text\":\"b\"}\r\n\r\n";
    for (int cut = 1; cut < event.length() - 1; cut++) {
      var end = after(event.substring(0, cut));
      assertThat(end.within(Buffer.buffer(event.substring(cut) + "event: next")))
          .as("cut at %d", cut)
          .isEqualTo(event.length() - cut);
    }
  }

  @Test
  void anEventThatGoesOnHasNoEndYet() {
    assertThat(after("data: x").within(Buffer.buffer(" and more\n"))).isEqualTo(-1);
  }
}

package dev.bridle.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chunk that nobody asked for is left out, to the byte, and nothing else is. */
class HiddenUsageTest {
  private static String transcript(String name) {
    try (InputStream file = HiddenUsageTest.class.getResourceAsStream("/openai/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client sees of a stream that comes in two pieces, and then in single bytes. */
  private static String seen(byte[] stream, int cut) {
    var filter = new HiddenUsage();
    var out = new ByteArrayOutputStream();
    out.writeBytes(filter.pass(stream, 0, cut));
    for (int i = cut; i < stream.length; i++) {
      out.writeBytes(filter.pass(stream, i, 1));
    }
    out.writeBytes(filter.rest());
    return out.toString(UTF_8);
  }

  private static String seen(String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    return seen(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat_usage.sse", "chat_crlf.sse", "chat_tool.sse"})
  void theUsageIsLeftOutWhereverTheStreamIsCut(String name) {
    String stream = transcript(name);
    int to = stream.indexOf("data: [DONE]");
    int from = stream.substring(0, to).lastIndexOf("data: {");
    String without = stream.substring(0, from) + stream.substring(to);
    byte[] bytes = stream.getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      assertThat(seen(bytes, cut)).isEqualTo(without);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat_usage.sse",
        "chat_tool.sse",
        "chat_no_usage.sse",
        "chat_error.sse",
        "chat_cut.sse",
        "responses.sse"
      })
  void whateverEndsItsLinesAStreamIsSeenTheSameWhereverItIsCut(String name) {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      byte[] stream = transcript(name).replace("\n", end).getBytes(UTF_8);
      String visible = HiddenUsageFuzz.visible(new String(stream, ISO_8859_1));
      for (int cut = 0; cut <= stream.length; cut++) {
        assertThat(seen(stream, cut).getBytes(UTF_8)).isEqualTo(visible.getBytes(ISO_8859_1));
      }
    }
  }

  @Test
  void aStreamWhoseLinesEndWithReturnsIsNotHeldBack() {
    var filter = new HiddenUsage();
    byte[] event = "data: {\"choices\":[]}\r\r".getBytes(UTF_8);
    assertThat(filter.pass(event, 0, event.length)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat_no_usage.sse",
        "chat_error.sse",
        "chat_cut.sse",
      })
  void aStreamWithoutItIsSeenAsItIs(String name) {
    assertThat(seen(transcript(name))).isEqualTo(transcript(name));
  }

  @Test
  void onlyAUsageWithoutChoicesIsTheOne() {
    String withChoice =
        "data: {\"choices\":[{\"index\":0}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n";
    String filters = "data: {\"choices\":[],\"prompt_filter_results\":[{\"prompt_tokens\":1}]}\n\n";
    String broken = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}\n\n";
    assertThat(seen(withChoice + filters + broken)).isEqualTo(withChoice + filters + broken);
    for (String none : new String[] {"\"choices\":[],", "\"choices\":null,", ""}) {
      assertThat(seen("data: {" + none + "\"usage\":{\"prompt_tokens\":1}}\n\n")).isEmpty();
    }
  }

  @Test
  void anEventIsGivenOutAsSoonAsItIsWholeAndALongOneEarlier() {
    var filter = new HiddenUsage();
    byte[] event = "data: {\"choices\":[]}\n\n".getBytes(UTF_8);
    assertThat(filter.pass(event, 0, event.length - 1)).isEmpty();
    assertThat(filter.pass(event, event.length - 1, 1)).isEqualTo(event);
    byte[] huge = ("data: " + "x".repeat(100_000)).getBytes(UTF_8);
    assertThat(filter.pass(huge, 0, huge.length)).isEqualTo(huge);
    assertThat(filter.rest()).isEmpty();
  }
}

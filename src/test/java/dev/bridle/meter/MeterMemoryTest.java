package dev.bridle.meter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever comes and however long it goes on, a meter holds on to a few megabytes at most. */
class MeterMemoryTest {
  private static final int MEGABYTES = 8;
  private static final long MOST_KEPT = 5L << 20;

  private static final List<Supplier<Meter>> METERS =
      List.of(
          AnthropicStreamMeter::new,
          AnthropicAnswerMeter::new,
          ChatStreamMeter::new,
          OpenAiAnswerMeter::new,
          ResponsesStreamMeter::new);

  /** How an endless answer begins, and what then comes again and again. */
  private record Endless(String beginning, String again) {}

  private static final List<Endless> ANSWERS =
      List.of(
          new Endless("", "x"),
          new Endless("event: ", "y"),
          new Endless("data: {\"usage\":", "["),
          new Endless("data: {\"usage\":{\"a\":\"", "z"),
          new Endless("{\"usage\":{\"a\":\"", "z"),
          new Endless("{\"usage\":", "{\"usage\":"),
          new Endless("{\"id\":\"", "1"),
          new Endless("{\"", "k"),
          new Endless("", "data: {\"usage\":{\"prompt_tokens\":1}}\n"),
          new Endless("event: message_delta\n", "data: {\n"),
          new Endless(
              "",
              "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":5,\"x\":\"%s\"}}\n\n"
                  .formatted("v".repeat(500))));

  @Test
  void nothingMakesOneKeepMuch() throws Exception {
    for (Endless answer : ANSWERS) {
      for (Supplier<Meter> kind : METERS) {
        Meter meter = kind.get();
        feed(meter, answer);
        assertThat(kept(meter)).as("%s after %s", meter.getClass(), answer).isLessThan(MOST_KEPT);
      }
    }
  }

  private static void feed(Meter meter, Endless answer) {
    byte[] first = answer.beginning.getBytes(UTF_8);
    byte[] piece = answer.again.repeat(1 + (64 << 10) / answer.again.length()).getBytes(UTF_8);
    meter.see(first, 0, first.length);
    for (long seen = 0; seen < (long) MEGABYTES << 20; seen += piece.length) {
      meter.see(piece, 0, piece.length);
    }
  }

  /** Bytes of all arrays and texts that can be reached from there. */
  private static long kept(Object root) throws IllegalAccessException {
    return kept(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static long kept(Object object, Set<Object> seen) throws IllegalAccessException {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    if (object instanceof tools.jackson.databind.JsonNode || object instanceof String) {
      return 2L * object.toString().length();
    }
    if (object.getClass().isArray()) {
      return Array.getLength(object);
    }
    long sum = 0;
    for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          sum += kept(field.get(object), seen);
        }
      }
    }
    return sum;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.bridle.") && !type.isEnum();
  }
}

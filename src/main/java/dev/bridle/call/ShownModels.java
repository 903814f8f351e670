package dev.bridle.call;

import dev.bridle.http.ByteFilter;
import java.io.ByteArrayOutputStream;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A provider's list of models without those that a job may not ask. Where the list begins and ends
 * is left as the provider says, so that clients find its next page.
 */
final class ShownModels implements ByteFilter {
  private static final int MOST = 8 << 20;

  private final Predicate<String> shown;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean tooLarge;

  /**
   * @param shown whether the model of an id is
   */
  ShownModels(Predicate<String> shown) {
    this.shown = shown;
  }

  @Override
  public byte[] pass(byte[] bytes, int offset, int length) {
    tooLarge |= held.size() + length > MOST;
    if (!tooLarge) {
      held.write(bytes, offset, length);
    }
    return new byte[0];
  }

  /** Nothing of what can't be read as a whole. */
  @Override
  public byte[] rest() {
    try {
      return tooLarge ? new byte[0] : shown(JsonMapper.shared().readTree(held.toByteArray()));
    } catch (JacksonException e) {
      return new byte[0];
    }
  }

  /** What is no list, such as an error, goes on as it is. */
  private byte[] shown(JsonNode answer) {
    if (!(answer.path("data") instanceof ArrayNode models)) {
      return held.toByteArray();
    }
    models.removeIf(model -> !shown.test(model.path("id").asString("")));
    return JsonMapper.shared().writeValueAsBytes(answer);
  }
}

package dev.bridle.pipeline;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** The value of one YAML scalar. What would not look the same again as a number stays text. */
final class YamlScalar {
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");

  private YamlScalar() {}

  /** Empty when the scalar has a tag that says nothing to a pipeline. */
  static Optional<JsonNode> value(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      return Optional.of(StringNode.valueOf(text));
    }
    if (tag.equals(Tag.NULL)) {
      return Optional.of(NullNode.instance);
    }
    if (tag.equals(Tag.BOOL)) {
      return Optional.of(truth(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Optional.of(number(text));
    }
    return Optional.empty();
  }

  private static JsonNode truth(String text) {
    if (text.equalsIgnoreCase("true")) {
      return BooleanNode.TRUE;
    }
    return text.equalsIgnoreCase("false") ? BooleanNode.FALSE : StringNode.valueOf(text);
  }

  private static JsonNode number(String text) {
    if (WHOLE.matcher(text).matches()) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return DECIMAL.matcher(text).matches()
        ? DecimalNode.valueOf(new BigDecimal(text))
        : StringNode.valueOf(text);
  }
}

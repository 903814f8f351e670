package dev.bridle.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a YAML document into a value: aliases repeated, merge keys merged, lines remembered. */
final class YamlNodes {
  /** Aliases of aliases multiply a small text; this is how many values may come of it. */
  private static final int MOST_VALUES = 100_000;

  private static final int LONGEST_TEXT = 4_000_000;

  /** Deep enough for what is ever refused; below, the line of the value around it will do. */
  private static final int DEEPEST_LINE = 6;

  private static final String MERGE = "<<";
  private static final Set<Tag> COLLECTIONS = Set.of(Tag.MAP, Tag.SEQ);

  private final Map<String, Integer> lines = new HashMap<>();
  private int values;
  private int characters;

  private YamlNodes() {}

  static Field read(Node document) {
    var nodes = new YamlNodes();
    boolean bareList = document instanceof SequenceNode;
    JsonNode read = nodes.value(document, bareList ? "steps" : "", 0);
    nodes.lines.put("", line(document));
    JsonNode pipeline = bareList ? JsonNodeFactory.instance.objectNode().set("steps", read) : read;
    if (pipeline.isNull()) {
      throw new InvalidPipeline("the pipeline is empty");
    }
    return Field.root(pipeline, new Lines(nodes.lines));
  }

  private JsonNode value(Node node, String path, int depth) {
    count(node, path, depth);
    if (depth <= DEEPEST_LINE) {
      lines.put(path, line(node));
    }
    return switch (node) {
      case ScalarNode scalar ->
          YamlScalar.value(scalar)
              .orElseThrow(
                  () -> fault(node, path, "the tag " + node.getTag() + " is not supported"));
      case SequenceNode sequence -> list(sequence, path, depth);
      case MappingNode mapping -> map(mapping, path, depth);
      default -> throw fault(node, path, "is not something a pipeline can hold");
    };
  }

  private void count(Node node, String path, int depth) {
    values++;
    characters += node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
    if (values > MOST_VALUES || characters > LONGEST_TEXT) {
      throw fault(node, path, "with its aliases repeated, the pipeline becomes too large");
    }
    if (depth > Texts.DEEPEST) {
      throw fault(node, path, "is nested more than %d levels deep".formatted(Texts.DEEPEST));
    }
    if (!(node instanceof ScalarNode) && !COLLECTIONS.contains(node.getTag())) {
      throw fault(node, path, "the tag " + node.getTag() + " is not supported");
    }
  }

  private ArrayNode list(SequenceNode sequence, String path, int depth) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Node item : sequence.getValue()) {
      list.add(value(item, path + "[" + list.size() + "]", depth + 1));
    }
    return list;
  }

  private ObjectNode map(MappingNode mapping, String path, int depth) {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    fill(map, mapping, Set.of(), path, depth);
    return map;
  }

  /** Adds what is not taken: a map's own names win over merged ones, earlier merges over later. */
  private void fill(
      ObjectNode map, MappingNode mapping, Set<String> taken, String path, int depth) {
    count(mapping, path, depth);
    Set<String> reserved = names(mapping, path);
    reserved.addAll(taken);
    for (NodeTuple entry : mapping.getValue()) {
      String name = name(entry, path);
      if (isMerge(entry)) {
        for (MappingNode source : sources(entry.getValueNode(), path)) {
          fill(map, source, reserved, path, depth + 1);
        }
      } else if (!taken.contains(name) && !map.has(name)) {
        map.set(name, value(entry.getValueNode(), Field.child(path, name), depth + 1));
      }
    }
  }

  private Set<String> names(MappingNode mapping, String path) {
    var names = new HashSet<String>();
    for (NodeTuple entry : mapping.getValue()) {
      count(entry.getKeyNode(), path, 0);
      String name = name(entry, path);
      if (!names.add(name)) {
        throw fault(
            entry.getKeyNode(), path, "has the name " + InvalidPipeline.quoted(name) + " twice");
      }
    }
    return names;
  }

  private static String name(NodeTuple entry, String path) {
    if (entry.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw fault(entry.getKeyNode(), path, "has a name that is not a single value");
  }

  private static boolean isMerge(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key
        && key.getScalarStyle() == ScalarStyle.PLAIN
        && key.getValue().equals(MERGE);
  }

  private static List<MappingNode> sources(Node merged, String path) {
    List<? extends Node> sources =
        merged instanceof SequenceNode list ? list.getValue() : List.of(merged);
    return sources.stream().map(source -> source(source, path)).toList();
  }

  private static MappingNode source(Node merged, String path) {
    if (merged instanceof MappingNode mapping) {
      return mapping;
    }
    throw fault(merged, path, "<< must be given a map or a list of maps");
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static InvalidPipeline fault(Node node, String path, String problem) {
    var lines = new Lines(Map.of(path, line(node)));
    return new Field(path, "", JsonNodeFactory.instance.missingNode(), lines).fault(problem);
  }
}

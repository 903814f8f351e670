package dev.bridle.pipeline;

import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** One value of a pipeline and where it stands, so that a refusal can say so. */
record Field(String path, String name, JsonNode value, Lines lines) {
  private static final int LONGEST_NAME = 60;

  /** A whole pipeline. */
  static Field root(JsonNode pipeline, Lines lines) {
    return new Field("", "", pipeline, lines);
  }

  Field get(String name) {
    return new Field(child(path, name), name, value.path(name), lines);
  }

  /** The path of a value in a map; names are the user's and may be of any length. */
  static String child(String path, String name) {
    String shown = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    String line = shown.replaceAll("\\p{Cntrl}", " ");
    return path.isEmpty() ? line : path + "." + line;
  }

  Field get(int index) {
    return new Field(path + "[" + index + "]", "", value.path(index), lines);
  }

  Field with(JsonNode replacement) {
    return new Field(path, name, replacement, lines);
  }

  boolean isAbsent() {
    return value.isMissingNode() || value.isNull();
  }

  /** Absent, or nothing in it: what an attribute looks like when it asks for nothing. */
  boolean isBlank() {
    return isAbsent() || (value.isContainer() ? value.isEmpty() : text().isBlank());
  }

  List<Field> entries() {
    if (isAbsent()) {
      return List.of();
    }
    if (!value.isObject()) {
      throw fault("must be a map of names to values, not " + kind());
    }
    return value.properties().stream().map(entry -> get(entry.getKey())).toList();
  }

  List<Field> items() {
    if (isAbsent()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw fault("must be a list, not " + kind());
    }
    return IntStream.range(0, value.size()).mapToObj(this::get).toList();
  }

  /** The value as text; numbers as they were written, nothing as empty text. */
  String text() {
    if (value.isContainer()) {
      throw fault("must be a single value, not " + kind());
    }
    if (isAbsent()) {
      return "";
    }
    return value.isNumber() && !value.isDouble()
        ? value.decimalValue().toPlainString()
        : value.asString();
  }

  boolean isTrue() {
    String text = text();
    if (text.isEmpty() || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw fault("must be true or false, not " + InvalidPipeline.quoted(text));
  }

  String kind() {
    return switch (value.getNodeType()) {
      case OBJECT -> "a map";
      case ARRAY -> "a list";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL, MISSING -> "nothing";
      case STRING, BINARY, POJO -> "text";
    };
  }

  InvalidPipeline fault(String problem) {
    return InvalidPipeline.at(lines.of(path), path, problem);
  }
}

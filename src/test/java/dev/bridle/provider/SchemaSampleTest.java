package dev.bridle.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaSampleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 'sandbox'",
        "{'type': 'object'} | {}",
        "{'const': 7} | 7",
        "{'type': ['null', 'string']} | null",
        "{'anyOf': [{'type': 'boolean'}, {'type': 'null'}]} | false",
        "{'type': 'number', 'exclusiveMinimum': 0.5} | 1.5",
        "{'type': 'integer', 'maximum': -3} | -3",
        "{'type': 'string', 'format': 'date'} | '2000-01-01'",
        "{'type': 'string', 'minLength': 9} | 'sandboxxx'",
        "{'type': 'string', 'maxLength': 4} | 'sand'",
        "{'$ref': '#/$defs/a', '$defs': {'a': {'enum': ['x', 'y']}}} | 'x'",
        "{'allOf': [{'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'null'}}},"
            + " {'type': 'object', 'required': ['b']}]} | {'a':null,'b':'sandbox'}",
      })
  void theLeastValueOfASchema(String schema, String sample) {
    assertThat(SchemaSample.of(json(schema))).hasToString(sample.replace('\'', '"'));
  }

  @Test
  void aSchemaThatContainsItselfComesToAnEnd() {
    JsonNode schema =
        json(
            """
            {'type': 'object', 'required': ['a', 'b'],
             'properties': {'a': {'$ref': '#'}, 'b': {'$ref': '#/properties/a'},
             'c': {'type': 'array', 'minItems': 1000, 'items': {'$ref': '#/properties/c'}}}}\
            """);
    assertThat(SchemaSample.of(schema).toString().length()).isLessThan(200_000);
    JsonNode deep =
        json(
            "{'type': 'array', 'minItems': 1000, 'items': {'$ref': '#/items2'},"
                + " 'items2': {'type': 'array', 'minItems': 1000, 'items': {'$ref': '#/items2'}}}");
    assertThat(SchemaSample.of(deep).toString().length()).isLessThan(200_000);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}

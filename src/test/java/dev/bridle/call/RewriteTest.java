package dev.bridle.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewriteTest {
  private static final PriceBook PRICES = PriceBook.anthropic();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static Rewrite rewrite(String body) {
    return MessagesReader.read(body.getBytes(UTF_8)).rewritten(Map.of(), true, PRICES, NOW);
  }

  private static String rewritten(String body) {
    return new String(rewrite(body).body().bytes(), UTF_8);
  }

  @Test
  void theFoundingExampleGetsItsTwoSplicesAndNothingElse() {
    String body =
        """
        {
          "model": "claude-3-5-sonnet",
          "max_tokens": 1000,
          "messages": [
            {
              "role": "system",
              "content": "..."
            },
            {
              "role": "user",
              "content": "Analyze the test failures in this log"
            }
          ]
        }\
        """;
    var rewrite = rewrite(body);
    assertThat(new String(rewrite.body().bytes(), UTF_8))
        .isEqualTo(
            """
            {"system":"...",
              "model": "claude-sonnet-5-5",
              "max_tokens": 1000,
              "messages": [
                {
                  "role": "user",
                  "content": "Analyze the test failures in this log"
                }
              ]
            }\
            """);
    assertThat(rewrite.made()).containsExactly("model", "system");
    assertThat(rewrite.model()).isEqualTo("claude-sonnet-5-5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"claude-sonnet-5-5\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"system\",\"content\":\"b\"}]}",
        "{\"model\":\"claude-sonnet-5-5\",\"messages\":[{\"role\":\"system\",\"content\":\"only\"}]}",
        "{\"model\":\"claude-sonnet-5-5\",\"messages\":[{\"role\":\"system\",\"content\":\"b\",\"cache_control\":{\"type\":\"ephemeral\"}},{\"role\":\"user\",\"content\":\"a\"}]}",
        "{\"model\":\"an-unknown-model\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\\ude00 ü\"}]}",
        "{\"model\":\"claude-sonnet-4-6\",\"messages\":\"not a list\"}"
      })
  void whatNeedNotFailIsNotTouched(String body) {
    assertThat(rewritten(body)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"new\" | \"old\" | [{\"type\":\"text\",\"text\":\"new\"},{\"type\":\"text\",\"text\":\"old\"}]",
        "\"new\" | [{\"type\":\"text\",\"text\":\"old\"}] | [{\"type\":\"text\",\"text\":\"new\"},{\"type\":\"text\",\"text\":\"old\"}]",
        "[{\"type\":\"text\",\"text\":\"new\"}] | [] | [{\"type\":\"text\",\"text\":\"new\"}]",
        "\"new\" | null | \"new\"",
      })
  void liftedTextStandsBeforeAnExistingSystem(String lifted, String present, String expected) {
    String body =
        "{\"messages\":[{\"role\":\"system\",\"content\":%s},{\"role\":\"user\",\"content\":\"a\"}],\"system\":%s,\"model\":\"claude-opus-5\"}";
    assertThat(rewritten(body.formatted(lifted, present)))
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"system\":%s,\"model\":\"claude-opus-5\"}"
                .formatted(expected));
  }

  @Test
  void severalLeadingSystemMessagesAreLiftedInTheirOrder() {
    assertThat(
            rewritten(
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"system\",\"content\":\"1\"},{\"content\":\"2\",\"role\":\"system\"},{\"role\":\"user\",\"content\":\"a\"}]}"))
        .isEqualTo(
            "{\"system\":[{\"type\":\"text\",\"text\":\"1\"},{\"type\":\"text\",\"text\":\"2\"}],\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
  }

  @Test
  void bytesBeyondAsciiKeepTheirPlaces() {
    assertThat(
            rewritten(
                "{\"x\":\"ü€😀\",\"model\":\"claude-3-haiku-20240307\",\"messages\":[{\"role\":\"system\",\"content\":\"ä😀\"},{\"role\":\"user\",\"content\":\"é\"}],\"z\":\"ß\"}"))
        .isEqualTo(
            "{\"system\":\"ä😀\",\"x\":\"ü€😀\",\"model\":\"claude-haiku-5-5\",\"messages\":[{\"role\":\"user\",\"content\":\"é\"}],\"z\":\"ß\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"a\",\"model\":\"b\"} | The field 'model' stands twice in the request.",
        "{\"model\":\"a\",\"Model\":\"b\"} | The field 'Model' must be spelt 'model'.",
        "{\"model\":\"a\",\"max_tokens\":1,\"MAX_TOKENS\":9} | The field 'MAX_TOKENS' must be spelt 'max_tokens'.",
        "{\"model\":\"a\",\"MCP_Servers\":[]} | The field 'MCP_Servers' must be spelt 'mcp_servers'.",
        "{\"model\":\"a\",\"\u017fpeed\":\"fast\"} | The field '\u017fpeed' must be spelt 'speed'.",
        "{\"model\":\"a\",\"tools\":[{\"type\":\"custom\",\"Type\":\"web_search_20250305\"}]} | The field 'Type' must be spelt 'type'.",
        "{\"model\":\"a\",\"tools\":[{\"max_uses\":1,\"MAX_USES\":9}]} | The field 'MAX_USES' must be spelt 'max_uses'.",
        "{\"model\":\"a\",\"tools\":[{\"max_u\u017fe\u017f\":9}]} | The field 'max_u\u017fe\u017f' must be spelt 'max_uses'.",
        "{\"model\":\"a\",\"context_management\":{\"Edits\":[]}} | The field 'Edits' must be spelt 'edits'.",
        "{\"model\":\"a\",\"context_management\":{\"edits\":[{\"type\":\"clear_x\",\"TYPE\":\"compact\"}]}} | The field 'TYPE' must be spelt 'type'.",
        "{\"model\":\"a\",\"messages\":[],\"messages\":[]} | The field 'messages' stands twice in the request.",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"role\":\"system\",\"content\":\"x\"}]} | The field 'role' stands twice in a message.",
        "{\"max_tokens\":1} | The field 'model' is missing.",
        "{\"model\":7} | The field 'model' must be a string.",
        "{\"model\":\"a\",\"max_tokens\":\"9\"} | The field 'max_tokens' must be a whole number.",
        "{\"model\":\"a\",\"max_tokens\":99999999999999999999} | The field 'max_tokens' must be between 0 and 2147483647.",
        "{\"model\":\"a\",\"max_tokens\":-1} | The field 'max_tokens' must be between 0 and 2147483647.",
        "{\"model\":\"a\",\"stream\":\"yes\"} | The field 'stream' must be true or false.",
        "[1] | The request must be a JSON object in UTF-8.",
        "{\"model\":\"a\"} {} | Something follows the request's JSON object.",
      })
  void whatTwoReadersCouldReadDifferentlyIsRefused(String body, String sentence) {
    assertThatThrownBy(() -> MessagesReader.read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.BadBody(sentence)));
  }

  @Test
  void inDataNamesMayBeSpeltInAnyWay() {
    String body =
        "{\"model\":\"a\",\"tools\":[{\"name\":\"t\",\"inputSchema\":1,\"input_schema\":{\"Type\":1,\"type\":\"object\","
            + "\"properties\":{\"Source\":{},\"TTL\":{},\"Enabled\":{}}}}],"
            + "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"t\","
            + "\"input\":{\"Type\":\"AWS::S3::Bucket\",\"type\":\"x\",\"Max_Uses\":1}}]}]}";
    assertThat(MessagesReader.read(body.getBytes(UTF_8)).model()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"model\":", "nonsense", "{\"model\":\"a\",}", "{'model':1}"})
  void brokenJsonIsRefusedInOneSentence(String body) {
    assertThatThrownBy(() -> MessagesReader.read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.BadBody.class));
  }

  @Test
  void otherEncodingsAreRefused() {
    byte[] wide = "{\"model\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> MessagesReader.read(wide)).isInstanceOf(Refused.class);
  }
}

package dev.bridle.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.CacheWrites;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFeaturesTest {
  private static ModelRequest read(String rest) {
    return MessagesReader.read(("{\"model\":\"claude-opus-5-5\"" + rest + "}").getBytes(UTF_8));
  }

  private static BodyFeatures features(String rest) {
    return read(rest).features();
  }

  private static void refused(String rest, String sentence) {
    assertThatThrownBy(() -> read(rest))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.BadBody(sentence)));
  }

  @Test
  void everyTopLevelNameIsKeptAndScalarsWithTheirValue() {
    assertThat(
            read(",\"max_tokens\":9,\"stream\":true,\"speed\":\"fast\",\"temperature\":0.50,"
                    + "\"system\":\"secret\",\"messages\":\"secret\",\"thread\":{\"id\":\"t\"},"
                    + "\"container\":null,\"stop_sequences\":[\"x\"]")
                .fields())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("model", "claude-opus-5-5"),
                Map.entry("max_tokens", "9"),
                Map.entry("stream", "true"),
                Map.entry("speed", "fast"),
                Map.entry("temperature", "0.50"),
                Map.entry("system", ""),
                Map.entry("messages", ""),
                Map.entry("thread", ""),
                Map.entry("container", ""),
                Map.entry("stop_sequences", "")));
  }

  @Test
  void aMissingOutputLimitIsNotZero() {
    assertThat(read("").maxTokens()).isEmpty();
    assertThat(read(",\"max_tokens\":null").maxTokens()).isEmpty();
    assertThat(read(",\"max_tokens\":0").maxTokens()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"messages\":[{\"role\":\"user\",\"content\":\"\\\"cache_control\\\" \\\"1h\\\"\"}] | NONE",
        "\"cache_control\":null | NONE",
        "\"cache_control\":{\"type\":\"ephemeral\"} | FIVE_MINUTES",
        "\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"5m\"}}] | FIVE_MINUTES",
        "\"system\":[{\"type\":\"text\",\"text\":\"1h\",\"cache_control\":{\"ttl\":null}}] | FIVE_MINUTES",
        "\"tools\":[{\"name\":\"a\",\"cache_control\":{\"ttl\":\"1h\"}}] | ONE_HOUR",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":[{\"\\u0063ache_control\":{\"ttl\":\"1\\u0068\"}}]}]}] | ONE_HOUR",
        "\"messages\":[{\"role\":\"system\",\"content\":\"a\",\"cache_control\":{\"ttl\":\"1h\"}}] | ONE_HOUR",
        "\"cache_control\":{\"ttl\":\"24h\"} | ONE_HOUR",
        "\"cache_control\":{\"ttl\":3600} | ONE_HOUR",
        "\"cache_control\":\"ephemeral\" | ONE_HOUR",
        "\"metadata\":[[{\"cache_control\":{\"ttl\":\"1h\"}},{\"cache_control\":{}}]] | ONE_HOUR",
        "\"thread\":{\"id\":\"t\"} | ONE_HOUR",
      })
  void cacheWritesAreReadByStructure(String rest, CacheWrites writes) {
    assertThat(features("," + rest).cacheWrites()).isEqualTo(writes);
  }

  @Test
  void toolsOfTheProviderAreToldFromThoseOfTheClient() {
    var features =
        features(
            """
            ,"tools":[{"name":"own","input_schema":{"type":"object"}},{"type":"custom","name":"b"},
             {"type":null,"name":"c"},{"type":"bash_20250124"},{"type":"text_editor_20250728"},
             {"type":"computer_20251124"},{"type":"computer_toolset_20260801"},
             {"type":"browser_toolset_20260801"},{"type":"memory_20250818"},
             {"type":"web_search_20250305","max_uses":3},{"type":"tool_search_tool_bm25_20251119"},
             {"type":"sorcery_20270101"}],
            "messages":[{"role":"system","content":[{"type":"tool_addition",
              "tool":{"type":"web_fetch_20250910","max_uses":null}}]}]
            """);
    assertThat(features.serverTools())
        .containsExactly(
            new ServerTool("web_search_20250305", 3L),
            new ServerTool("tool_search_tool_bm25_20251119", null),
            new ServerTool("sorcery_20270101", null),
            new ServerTool("web_fetch_20250910", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"tools\":[{\"type\":\"code_execution_20260521\"}] | code execution",
        "\"tools\":[{\"type\":\"advisor_20260301\"}] | the advisor tool",
        "\"tools\":[{\"type\":\"mcp_toolset\"}] | the MCP connector",
        "\"tools\":[{\"type\":\"sorcery\"}] | the tool type 'sorcery'",
        "\"tools\":[{\"type\":\"bash_code_execution_20270101\"}] | the tool type 'bash_code_execution_20270101'",
        "\"tools\":[{\"type\":\"web_search_20250305\"}] | web search without max_uses",
        "\"tools\":[{\"type\":\"web_fetch_20250910\",\"max_uses\":null}] | web fetch without max_uses",
        "\"tools\":[{\"type\":\"web_search_20260318\",\"max_uses\":1}] | web search that may run code (allowed_callers other than [\"direct\"])",
        "\"tools\":[{\"type\":\"web_fetch_20260209\",\"max_uses\":1,\"allowed_callers\":[\"direct\",\"x\"]}] | web fetch that may run code (allowed_callers other than [\"direct\"])",
        "\"container\":\"c_1\" | containers",
        "\"mcp_servers\":[{\"url\":\"https://x\"}] | the MCP connector",
        "\"fallbacks\":[{\"model\":\"x\"}] | fallbacks",
        "\"compaction\":{\"type\":\"auto\"} | compaction",
        "\"context_management\":{\"edits\":[{\"type\":\"compact_20260112\"}]} | compaction",
        "\"context_management\":{\"edits\":[{\"type\":\"rewrite_20270101\"}]} | context editing",
        "\"context_management\":{\"edits\":[{}]} | context editing",
        "\"context_management\":{\"other\":{}} | context editing",
        "\"context_management\":[] | context editing",
      })
  void whatHasNoBoundIsNamed(String rest, String feature) {
    assertThat(features("," + rest).unbounded())
        .hasValue(new Unbounded(feature, rest.startsWith("\"tools")));
    assertThat(features("," + rest).mayGrow()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mcp_servers\":[]",
        "\"mcp_servers\":null",
        "\"fallbacks\":[]",
        "\"container\":null",
        "\"thread\":null",
        "\"context_management\":null",
        "\"context_management\":{\"edits\":[]}",
        "\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\",\"keep\":{\"type\":\"thinking_turns\",\"value\":1}}]}",
        "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\",\"trigger\":{\"type\":\"input_tokens\",\"value\":9}}]}",
        "\"output_config\":{\"effort\":\"low\",\"task_budget\":{\"type\":\"tokens\",\"total\":9}}",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\"a\"}}]}]",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"search_result\",\"source\":\"https://x\",\"citations\":{\"enabled\":false}}]}]",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"input\":{\"source\":{\"branch\":\"main\"}}}]}]",
      })
  void whatItsBytesBoundIsNothingSpecial(String rest) {
    assertThat(features("," + rest))
        .isEqualTo(
            new BodyFeatures(
                java.util.List.of(),
                CacheWrites.NONE,
                0,
                0,
                false,
                false,
                java.util.Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"aGk=\"}} | 6000 | false | false",
        "{\"source\":{\"type\":\"base64\"},\"type\":\"image\"} | 6000 | false | false",
        "{\"type\":\"tool_result\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\"}},{\"type\":\"image\",\"source\":{\"type\":\"base64\"}}]} | 12000 | false | false",
        "{\"type\":\"document\",\"source\":{\"type\":\"base64\"}} | 0 | true | false",
        "{\"type\":\"document\",\"source\":{\"type\":\"text\"},\"citations\":{\"enabled\":true}} | 0 | true | false",
        "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\"}}]}} | 6000 | false | false",
        "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}} | 0 | true | true",
        "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}} | 0 | true | true",
        "{\"type\":\"container_upload\",\"file_id\":\"f\"} | 0 | true | true",
        "{\"type\":\"image\"} | 0 | true | true",
        "{\"type\":\"document\",\"source\":null} | 0 | true | true",
        "{\"type\":\"video\",\"source\":{\"type\":\"bucket\"}} | 0 | true | true",
        "{\"type\":\"video\",\"source\":{\"type\":\"base64\"}} | 0 | true | false",
      })
  void mediaAreCarriedOrReferenced(String block, long tokens, boolean fills, boolean grows) {
    var features = features(",\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]");
    assertThat(features.hiddenTokens()).isEqualTo(tokens);
    assertThat(features.fillsWindow()).isEqualTo(fills);
    assertThat(features.mayGrow()).isEqualTo(grows);
  }

  @ParameterizedTest
  @CsvSource({"image, 3000, 0", "image, 1000000, 995500", "document, 1000000, 750000"})
  void mediaCountLessInWindowsThanTheirBytes(String type, int bytes, long surplus) {
    String around = "{\"type\":\"base64\",\"data\":\"\"}";
    String source = around.replace("\"\"", "\"" + "a".repeat(bytes - around.length()) + "\"");
    var features =
        features(
            ",\"messages\":[{\"content\":[{\"type\":\"%s\",\"source\":%s}]}]"
                .formatted(type, source));
    assertThat(features.surplusBytes()).isEqualTo(surplus);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"tools\":[{\"name\":\"a\",\"name\":\"b\"}] | name",
        "\"tools\":[{\"type\":\"custom\",\"type\":\"code_execution_20250825\"}] | type",
        "\"tools\":[{\"type\":\"web_search_20250305\",\"max_uses\":1,\"max_\\u0075ses\":9}] | max_uses",
        "\"cache_control\":{\"ttl\":\"5m\",\"ttl\":\"1h\"} | ttl",
        "\"messages\":[{\"content\":[{\"type\":\"text\",\"type\":\"image\"}]}] | type",
        "\"messages\":[{\"content\":[{\"source\":{\"type\":\"text\",\"type\":\"url\"}}]}] | type",
        "\"messages\":[{\"content\":[{\"source\":{},\"source\":{}}]}] | source",
        "\"messages\":[{\"content\":[{\"cache_control\":null,\"cache_control\":{}}]}] | cache_control",
      })
  void aDecidingFieldStandsOnce(String rest, String name) {
    refused("," + rest, "The field '" + name + "' stands twice in one object of the request.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"3\"", "true", "{}", "99999999999999999999", "2147483648"})
  void aBadNumberOfUsesIsRefused(String uses) {
    refused(
        ",\"tools\":[{\"type\":\"web_search_20250305\",\"max_uses\":" + uses + "}]",
        "The field 'max_uses' must be a whole number between 0 and 2147483647.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{\"a\":1}", "\"\\u0000\""})
  void aToolsTypeIsAShortText(String type) {
    refused(
        ",\"tools\":[{\"type\":" + type + "}]",
        "The field 'type' of a tool must be a short string.");
  }

  @Test
  void fieldsAreBounded() {
    var many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append(",\"f").append(i).append("\":1");
    }
    refused(many.toString(), "The request has more than 200 fields.");
    refused(
        ",\"x\":\"" + "a".repeat(1_025) + "\"",
        "The field 'x' must be at most 1024 characters without NUL.");
    refused(",\"x\":\"\\u0000\"", "The field 'x' must be at most 1024 characters without NUL.");
    refused(",\"\\u0000\":1", "A field of the request has too long a name, or NUL in it.");
    refused(
        "," + "\"tools\":[" + "{\"type\":\"sorcery\"},".repeat(200) + "{\"type\":\"sorcery\"}]",
        "The request has more than 200 tools that the provider runs.");
  }

  @Test
  void hostileNestingEndsInASentence() {
    String deep = "[".repeat(600) + "]".repeat(600);
    refused(
        ",\"messages\":" + deep,
        "The request is nested too deeply, or holds too long a text or number.");
    String allowed = "{\"a\":".repeat(480) + "{\"cache_control\":{}}" + "}".repeat(480);
    assertThat(features(",\"metadata\":" + allowed).cacheWrites())
        .isEqualTo(CacheWrites.FIVE_MINUTES);
  }

  @Test
  void betasInABodyCountToo() {
    assertThat(read(",\"betas\":[\"a\",\"b,c\",7],\"anthropic_beta\":\"c, d\"").betas())
        .containsExactly("a", "b", "c", "d");
  }
}

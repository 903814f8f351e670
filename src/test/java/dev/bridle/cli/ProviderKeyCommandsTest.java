package dev.bridle.cli;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keys of a connection, from the command line. */
class ProviderKeyCommandsTest {
  private static final String SECOND = "sk-ant-second-0000000BBBB";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private String admin(String token, String words) {
    return CommandLineForTests.run(0, desk, Map.of("BRIDLE_PROVIDER_TOKEN", token), words);
  }

  @Test
  void aKeyIsAddedListedAndRemoved() {
    admin("sk-ant-first-00000000AAAA", "provider connect anthropic --method byo");
    String added = admin(SECOND, "provider add-key anthropic");
    assertThat(added).containsPattern("^[0-9a-f-]{36}  BBBB  active\n$").doesNotContain(SECOND);
    assertThat(admin("", "provider keys anthropic"))
        .containsPattern("^\\S{36}  AAAA  active\n\\S{36}  BBBB  active\n$");
    assertThat(admin("", "provider remove-key anthropic " + added.substring(0, 36)))
        .isEqualTo("The key is removed from anthropic.\n");
    assertThat(admin("", "provider keys anthropic --json")).contains("AAAA").doesNotContain("BBBB");
  }

  @Test
  void aFallbackIsConnectedWithItsModelsAndKeys() {
    admin("sk-ant-first-00000000AAAA", "provider connect anthropic --method byo");
    assertThat(
            admin(
                SECOND,
                "provider connect anthropic --fallback --method byo --model claude-opus-5-5=claude-sonnet-5-5 --model a=b"))
        .isEqualTo("The fallback of anthropic is connected (byo, key ends in BBBB), enabled.\n");
    assertThat(admin("", "provider show anthropic --fallback --json"))
        .contains("\"claude-opus-5-5\"", "\"claude-sonnet-5-5\"", "\"a\"");
    assertThat(admin("", "provider keys anthropic --fallback")).contains("BBBB");
    assertThat(admin("", "provider keys anthropic")).doesNotContain("BBBB");
    assertThat(admin("", "provider disconnect anthropic --fallback"))
        .isEqualTo("The fallback of anthropic is disconnected.\n");
    assertThat(admin("", "provider show anthropic")).contains("AAAA");
  }

  @Test
  void withoutAKeyNothingIsAdded() {
    assertThat(CommandLineForTests.run(2, desk, "provider add-key anthropic"))
        .contains("BRIDLE_PROVIDER_TOKEN");
  }
}

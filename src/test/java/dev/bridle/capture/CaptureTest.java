package dev.bridle.capture;

import static dev.bridle.store.schema.Tables.CAPTURED_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.call.Reader;
import dev.bridle.cli.CommandLineForTests;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prompts and answers are on disk only when ordered, never readable there, and not for long. */
@OnBothEngines
class CaptureTest {
  private static final String PROMPT = "canary-prompt-3f9a";
  private static final String REPLY = "canary-answer-77c1";
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":25,\"output_tokens\":12}}";
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":1000,"output_tokens":1}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"canary-answer-77c1"}}

      """;
  private static final String END =
      """
      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":12}}

      event: message_stop
      data: {"type":"message_stop"}

      """;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER.formatted(REPLY)));
  private final CallDesk desk;

  CaptureTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void on(String body) {
    var answer = desk.put("capture", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void on() {
    on("{\"retention_hours\":24}");
  }

  private HttpResponse<String> call() {
    return call(ASK.formatted(PROMPT));
  }

  /** A moment later than the one before, so that it is the newest. */
  private HttpResponse<String> call(String body) {
    clock.pass(Duration.ofMillis(1));
    return desk.post("/v1/messages", body);
  }

  /** The id of the call that was made last, once it is settled. */
  private String lastCall() {
    await().atMost(SOON).until(() -> newest().path("settled_at").isString());
    return newest().path("id").asString();
  }

  private JsonNode newest() {
    return StreamSupport.stream(desk.calls().spliterator(), false)
        .max(java.util.Comparator.comparing((JsonNode row) -> row.path("id").asString()))
        .orElseThrow();
  }

  private HttpResponse<String> read(String id) {
    return desk.getRest("model-calls/" + id + "/capture");
  }

  private JsonNode captured(String id) {
    await().atMost(SOON).until(() -> read(id).statusCode() == 200);
    return json(read(id));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private List<Path> blobs() {
    Path folder = desk.data.resolve("blobs/captures");
    return Files.exists(folder) ? files(folder) : List.of();
  }

  private static List<Path> files(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path onlyBlob() {
    await().atMost(SOON).until(() -> blobs().size() == 1);
    return blobs().getFirst();
  }

  private void assertNothingReadableOnDisk() throws IOException {
    for (Path file : files(desk.data)) {
      assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
          .as(file.toString())
          .doesNotContain("canary-");
    }
  }

  private long rows() {
    return desk.database().read(sql -> sql.fetchCount(CAPTURED_CALL));
  }

  private List<String> audited(String type) {
    return StreamSupport.stream(
            json(desk.getRest("audit-events")).path("items").spliterator(), false)
        .filter(event -> event.path("type").asString().equals(type))
        .map(event -> event.at("/subject/uuid").asString() + event.path("data"))
        .toList();
  }

  @Test
  void whileItIsOffNothingIsKept() throws IOException {
    assertThat(call().statusCode()).isEqualTo(200);
    var answer = read(lastCall());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("message").asString()).startsWith("Nothing is kept of this call");
    assertThat(desk.data.resolve("blobs/captures")).doesNotExist();
    assertThat(rows()).isZero();
    assertNothingReadableOnDisk();
  }

  @Test
  void whatIsCapturedIsReadOnlyThroughTheServerAndEachReadIsAudited() throws IOException {
    on();
    assertThat(call().body()).isEqualTo(ANSWER.formatted(REPLY));
    String id = lastCall();
    var captured = captured(id);
    assertThat(captured.path("call_id").asString()).isEqualTo(id);
    assertThat(captured.at("/request/text").asString()).isEqualTo(ASK.formatted(PROMPT));
    assertThat(captured.at("/answer/text").asString()).isEqualTo(ANSWER.formatted(REPLY));
    assertThat(captured.at("/answer/truncated").asBoolean()).isFalse();
    assertThat(captured.path("captured_at").asString()).isEqualTo("2026-11-23T12:00:00.001Z");
    assertThat(captured.path("expires_at").asString()).isEqualTo("2026-11-24T12:00:00.001Z");
    assertThat(read(id).headers().firstValue("cache-control")).contains("no-store");
    assertNothingReadableOnDisk();
    // Awaited, told, and once more for its headers.
    assertThat(audited("CapturedCallReadEvent")).hasSize(3).allMatch(event -> event.startsWith(id));
  }

  @Test
  void aStreamIsKeptAsItWasRelayed() throws IOException {
    provider.behave((_, out) -> {
      startStream(out);
      for (String piece : (START + END).split("(?<=\\G.{7})", -1)) {
        chunk(out, piece);
      }
      endStream(out);
    });
    on();
    assertThat(call().body()).isEqualTo(START + END);
    assertThat(captured(lastCall()).at("/answer/text").asString()).isEqualTo(START + END);
    assertNothingReadableOnDisk();
  }

  @Test
  void anAnswerThatIsCutIsKeptAsFarAsItCame() {
    var passed = new CountDownLatch(1);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, START);
      passed.await(20, TimeUnit.SECONDS);
    });
    on();
    try (var reader = Reader.of(desk, ASK.formatted(PROMPT)).until(REPLY)) {
      passed.countDown();
      assertThat(reader.whole(SOON)).doesNotEndWith("0\r\n\r\n");
    }
    assertThat(captured(lastCall()).at("/answer/text").asString()).isEqualTo(START);
  }

  @Test
  void aRequestIsKeptAsItWentUpstream() {
    on();
    var answer = call(ASK.formatted(PROMPT).replace("claude-sonnet-5-5", "claude-3-5-sonnet"));
    assertThat(answer.headers().firstValue("bridle-rewrote")).contains("model");
    assertThat(captured(lastCall()).at("/request/text").asString())
        .isEqualTo(provider.asked().getLast().text())
        .isEqualTo(ASK.formatted(PROMPT));
  }

  @Test
  void moreThanAMegabyteIsTruncatedAndSaid() {
    String much = "é".repeat(600_000);
    provider.behave(answering(200, "application/json", ANSWER.formatted(much)));
    on();
    var answer = call(ASK.formatted("x" + much));
    assertThat(answer.body()).isEqualTo(ANSWER.formatted(much));
    var captured = captured(lastCall());
    for (String part : List.of("request", "answer")) {
      assertThat(captured.at("/" + part + "/truncated").asBoolean()).isTrue();
      String text = captured.at("/" + part + "/text").asString();
      assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
          .isBetween(Part.MOST_BYTES - 1, Part.MOST_BYTES);
    }
    assertThat(ASK.formatted("x" + much)).startsWith(captured.at("/request/text").asString());
  }

  @Test
  void whatIsNoTextIsGivenInBase64() {
    byte[] answer = {'{', (byte) 0xff, '}'};
    provider.behave((_, out) -> {
      FakeProvider.write(
          out,
          "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n");
      out.write(answer);
    });
    on();
    call();
    assertThat(captured(lastCall()).at("/answer/base64").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(answer));
  }

  @Test
  void aTokenOfOursInAPromptIsStars() throws IOException {
    on();
    String token = desk.job.token();
    provider.behave(answering(200, "application/json", ANSWER.formatted(token)));
    call(ASK.formatted("env says " + token));
    var captured = captured(lastCall());
    assertThat(captured.toString()).doesNotContain("brdj_");
    assertThat(captured.at("/request/text").asString())
        .isEqualTo(ASK.formatted("env says " + "*".repeat(token.length())));
    assertNothingReadableOnDisk();
  }

  @Test
  void refusedCallsAreNotCaptured() {
    on();
    desk.policy("{'id':'no','effect':'deny'}");
    assertThat(call().statusCode()).isEqualTo(403);
    assertThat(rows()).isZero();
    assertThat(blobs()).isEmpty();
  }

  @Test
  void whatNeverWentUpstreamIsNotCaptured() {
    on();
    provider.close();
    assertThat(call().statusCode()).isEqualTo(502);
    lastCall();
    assertThat(rows()).isZero();
  }

  @Test
  void aPipelineCanBeCapturedAlone() {
    on("{\"retention_hours\":1,\"pipeline\":\"analysis\"}");
    var other = desk.database().write(sql -> desk.ci.runningJobOf(sql, "other", 2));
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .header("x-api-key", other.token())
            .POST(HttpRequest.BodyPublishers.ofString(ASK.formatted(PROMPT)));
    assertThat(desk.send(request).statusCode()).isEqualTo(200);
    String others = lastCall();
    call();
    captured(lastCall());
    assertThat(read(others).statusCode()).isEqualTo(404);
  }

  @Test
  void membersAndOthersReadNothing() {
    on();
    call();
    String id = lastCall();
    captured(id);
    desk.postRest("members", "{\"email\":\"ben@example.com\",\"name\":\"Ben\"}");
    var stranger = desk.database().write(sql -> CiRecord.of(sql, "strangers"));
    var strangers = desk.as(desk.database().write(stranger::apiToken));
    for (String path : List.of("capture", "model-calls/" + id + "/capture")) {
      String full = "/v2/organizations/acme/" + path;
      assertThat(
              desk.as(token("ben@example.com", "read_capture", "read_captured_calls"))
                  .get(full)
                  .status())
          .isEqualTo(403);
      assertThat(desk.as(token("admin@acme.test", "read_usage")).get(full).status()).isEqualTo(403);
      assertThat(strangers.get(full).status()).isEqualTo(404);
      assertThat(strangers.get(full.replace("acme", "strangers")).status())
          .isEqualTo(path.equals("capture") ? 200 : 404);
    }
    assertThat(audited("CapturedCallReadEvent")).hasSize(2);
  }

  private String token(String email, String... scopes) {
    return desk.as(desk.apiToken)
        .post(
            "/v2/organizations/acme/api-tokens",
            Map.of("email", email, "description", "x", "scopes", List.of(scopes)))
        .json()
        .path("token")
        .asString();
  }

  private void assertUnreadable(String id) {
    var answer = read(id);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(json(answer).path("message").asString())
        .startsWith("What was captured of this call can't be opened: it was changed");
  }

  @Test
  void aBlobThatWasChangedIsTold() throws IOException {
    on();
    call();
    String id = lastCall();
    Path blob = onlyBlob();
    byte[] whole = Files.readAllBytes(blob);
    for (int place : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[place] ^= 1;
      Files.write(blob, changed);
      assertUnreadable(id);
    }
    for (int length : new int[] {0, 3, whole.length - 1}) {
      Files.write(blob, java.util.Arrays.copyOf(whole, length));
      assertUnreadable(id);
    }
    assertThat(audited("CapturedCallReadEvent")).isEmpty();
  }

  @Test
  void aBlobInThePlaceOfAnotherIsTold() throws IOException {
    on();
    call();
    String first = lastCall();
    Path firstBlob = onlyBlob();
    call();
    String second = lastCall();
    await().atMost(SOON).until(() -> blobs().size() == 2);
    Files.copy(
        firstBlob,
        firstBlob.resolveSibling(second),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertUnreadable(second);
    captured(first);
  }

  @Test
  void whatHasExpiredIsUnreadableAtOnceAndDeletedSoon() {
    on("{\"retention_hours\":2}");
    call();
    String id = lastCall();
    captured(id);
    clock.pass(Duration.ofMinutes(119));
    assertThat(read(id).statusCode()).isEqualTo(200);
    clock.pass(Duration.ofMinutes(1));
    assertThat(read(id).statusCode()).isEqualTo(404);
    await().atMost(SOON).until(() -> rows() == 0);
    assertThat(desk.data.resolve("blobs/captures")).doesNotExist();
  }

  @Test
  void aShorterTimeIsForWhatIsThereAlreadyToo() {
    on("{\"retention_hours\":48}");
    call();
    String id = lastCall();
    captured(id);
    on("{\"retention_hours\":1}");
    on("{\"retention_hours\":720}");
    assertThat(captured(id).path("expires_at").asString()).isEqualTo("2026-11-23T13:00:00.001Z");
    clock.pass(Duration.ofHours(1));
    assertThat(read(id).statusCode()).isEqualTo(404);
    assertThat(audited("CaptureCreatedEvent")).hasSize(1).first().asString().contains("48");
    assertThat(audited("CaptureUpdatedEvent")).hasSize(2);
  }

  @Test
  void turningItOffDeletesEverything() {
    on();
    call();
    String id = lastCall();
    captured(id);
    assertThat(desk.delete("capture").statusCode()).isEqualTo(204);
    assertThat(read(id).statusCode()).isEqualTo(404);
    assertThat(rows()).isZero();
    assertThat(blobs()).isEmpty();
    assertThat(desk.delete("capture").statusCode()).isEqualTo(404);
    call();
    lastCall();
    assertThat(json(desk.getRest("capture")).path("enabled").asBoolean()).isFalse();
    assertThat(audited("CaptureEndedEvent"))
        .hasSize(1)
        .first()
        .asString()
        .contains("\"retention_hours\":24", "\"deleted_calls\":1");
    assertThat(rows()).isZero();
  }

  @Test
  void aCallThatBeganUnderAnOrderThatHasEndedIsNotCaptured() {
    var goOn = new CountDownLatch(1);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, START);
      goOn.await();
      chunk(out, END);
      endStream(out);
    });
    on();
    var client = Thread.ofVirtual().start(this::call);
    await().atMost(SOON).until(() -> provider.messages() == 1);
    desk.delete("capture");
    on();
    goOn.countDown();
    await().atMost(SOON).until(() -> !client.isAlive());
    String early = lastCall();
    provider.behave(answering(200, "application/json", ANSWER.formatted(REPLY)));
    call();
    captured(lastCall());
    assertThat(read(early).statusCode()).isEqualTo(404);
    assertThat(rows()).isOne();
  }

  @Test
  void aDiskThatFailsDoesNotTouchTheCall() throws IOException {
    Files.createDirectories(desk.data.resolve("blobs"));
    Files.writeString(desk.data.resolve("blobs/captures"), "in the way");
    on();
    assertThat(call().body()).isEqualTo(ANSWER.formatted(REPLY));
    String id = lastCall();
    await().atMost(SOON).until(() -> rows() == 1);
    assertThat(newest().path("outcome").asString()).isEqualTo("completed");
    Files.delete(desk.data.resolve("blobs/captures"));
    assertThat(read(id).statusCode()).isEqualTo(404);
    assertNothingReadableOnDisk();
  }

  @Test
  void itSurvivesARestartAndWhatWasHalfWrittenDoesNot() throws IOException {
    on();
    call();
    String id = lastCall();
    Path blob = onlyBlob();
    Path half = blob.resolveSibling(".unfinished-x");
    Files.write(half, new byte[9]);
    desk.restart();
    assertThat(half).doesNotExist();
    captured(id);
    call();
    captured(lastCall());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"retention_hours\":0}",
        "{\"retention_hours\":721}",
        "{\"retention_hours\":1.5}",
        "{\"retention_hours\":\"24\"}",
        "{\"retention_hours\":99999999999999999999}",
        "{\"retention_hours\":24,\"pipeline\":\"unknown\"}",
        "{\"retention_hours\":24,\"pipeline\":7}",
        "{\"retention_hours\":24,\"pipelines\":null}"
      })
  void aWrongOrderIsRefusedAndChangesNothing(String order) {
    assertThat(desk.put("capture", order).statusCode()).isEqualTo(422);
    assertThat(json(desk.getRest("capture")).path("enabled").asBoolean()).isFalse();
  }

  @Test
  void theCommandLineDoesAllOfIt() {
    assertThat(CommandLineForTests.run(0, desk, "capture show")).isEqualTo("Capture is off.\n");
    assertThat(CommandLineForTests.run(0, desk, "capture on --hours 24 --pipeline analysis"))
        .isEqualTo(
            "Capture is on for the pipeline analysis; what is captured is kept for 24 hours.\n");
    call();
    String id = lastCall();
    captured(id);
    assertThat(CommandLineForTests.run(0, desk, "capture read " + id)).contains(PROMPT, REPLY);
    assertThat(CommandLineForTests.run(0, desk, "capture show --json"))
        .contains("\"enabled\":true");
    assertThat(CommandLineForTests.run(0, desk, "capture off"))
        .isEqualTo("Capture is off, and what was captured is deleted.\n");
    assertThat(CommandLineForTests.run(1, desk, "capture read " + id)).contains("Nothing is kept");
    assertThat(CommandLineForTests.run(1, desk, "capture on --hours 0")).contains("1 to 720");
  }
}

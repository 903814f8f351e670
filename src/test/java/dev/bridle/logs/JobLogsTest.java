package dev.bridle.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class JobLogsTest {
  private static final int LIMIT = 10_000;

  private final Database database;
  private final JobLogs logs;
  private final String job;

  JobLogsTest(Engine engine) {
    database = engine.open();
    var mask = new Mask(Token.JOB_TOKENS, Token.JOB_TOKEN_LENGTH);
    var blobs = new Blobs(Engine.temporaryFolder().resolve("blobs"));
    logs = new JobLogs(database, blobs, java.time.InstantSource.system(), mask, LIMIT);
    job = database.write(sql -> CiRecord.of(sql, "acme").runningJob(sql, 1)).jobId();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String text(long chunksFailed) throws IOException {
    return new String(logs.read(job, chunksFailed).bytes().readAllBytes(), StandardCharsets.UTF_8);
  }

  private record Cut(long offset, byte[] bytes) {}

  private static List<Cut> cut(byte[] whole, Random random, int longest) {
    var cuts = new ArrayList<Cut>();
    for (int from = 0; from < whole.length; ) {
      int to = Math.min(whole.length, from + 1 + random.nextInt(longest));
      cuts.add(new Cut(from, Arrays.copyOfRange(whole, from, to)));
      from = to;
    }
    return cuts;
  }

  private Appended append(Cut cut) {
    return logs.append(job, 1, cut.offset, gzip(cut.bytes));
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anyOrderAndRepetitionAndCutGivesTheSameLog() {
    byte[] whole = utf8("grüße 🚨 \u001b[31mrot\u001b[0m\r\n".repeat(12));
    var cuts = cut(whole, new Random(7), 40);
    cuts.addAll(cuts.subList(0, 5));
    Collections.shuffle(cuts, new Random(11));

    cuts.forEach(this::append);

    assertThat(logs.read(job, 0).bytes()).hasBinaryContent(whole);
  }

  @Test
  void aTokenIsMaskedHoweverItIsCutAndWhateverComesFirst() throws IOException {
    String token = Token.mint(TokenKind.JOB).value().reveal();
    byte[] whole = utf8("before " + token + " between\r\n" + token + token + " after");
    var cuts = cut(whole, new Random(3), 15);
    Collections.shuffle(cuts, new Random(5));

    cuts.forEach(this::append);

    String stars = "*".repeat(token.length());
    assertThat(text(0)).isEqualTo("before " + stars + " between\r\n" + stars + stars + " after");
  }

  @Test
  void aGapIsShown() throws IOException {
    append(new Cut(0, utf8("one\r\n")));
    append(new Cut(12, utf8("three\r\n")));

    assertThat(text(1))
        .isEqualTo("one\r\n\r\n[7 bytes of this log are missing here.]\r\nthree\r\n");
  }

  @Test
  void chunksThatTheAgentLostAtTheEndAreShown() throws IOException {
    append(new Cut(0, utf8("one\r\n")));

    assertThat(text(2)).contains("could not send 2 parts");
  }

  @Test
  void aLogIsCutAtItsLimitWithOneNotice() throws IOException {
    byte[] line = utf8("x".repeat(3000));
    for (int i = 5; i >= 0; i--) {
      append(new Cut(i * 3000L, line));
    }

    String log = text(0);

    assertThat(log).startsWith("x".repeat(LIMIT) + "\r\n[This log was cut here");
    assertThat(log.lines().filter(l -> l.contains("cut here"))).hasSize(1);
  }

  @Test
  void aBombIsRefused() {
    assertThat(append(new Cut(0, new byte[JobLogs.CHUNK_BYTES + 1])))
        .isInstanceOf(Appended.Refused.class);
    assertThat(logs.append(job, 1, 0, utf8("no gzip"))).isInstanceOf(Appended.Refused.class);
    assertThat(logs.read(job, 0).bytes()).isEmpty();
  }

  @Test
  void htmlIsEscapedAndColoured() throws IOException {
    append(
        new Cut(
            0,
            utf8("\u001b_bk;t=1700000000000\u0007--- <b>\r\nold\rnew \u001b[31mred\u001b[0m\r\n")));

    var log = logs.read(job, 0);

    var html = new ByteArrayOutputStream();
    log.html(html);
    assertThat(html.toString(StandardCharsets.UTF_8))
        .contains("<div class=\"line\">--- &lt;b&gt;</div>")
        .contains("<div class=\"line\">new <span class=\"fg-31\">red</span></div>");
    var times = new ArrayList<Long>();
    log.headerTimes(times::add);
    assertThat(times).containsExactly(1_700_000_000_000_000_000L);
  }

  @Test
  void aLogIsReadWhileItIsTaken() throws IOException {
    byte[] whole = utf8("0123456789".repeat(20));
    for (int i = 0; i < 150; i++) {
      append(new Cut(i, new byte[] {whole[i]}));
    }
    var log = logs.read(job, 0).bytes();
    assertThat(log.readNBytes(100)).isEqualTo(Arrays.copyOf(whole, 100));
    append(new Cut(150, Arrays.copyOfRange(whole, 150, 200)));
    assertThat(log.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
    assertThat(log.read()).isEqualTo(-1);
  }

  @Test
  void textComesInPiecesOfWholeCharacters() throws IOException {
    String whole = "a" + "\ud83d\udea8".repeat(2_400) + "\ufffd";
    byte[] bytes = utf8(whole);
    cut(bytes, new Random(9), 700).forEach(this::append);
    var text = logs.read(job, 0).text();
    var joined = new StringBuilder();
    for (String piece = text.next(); !piece.isEmpty(); piece = text.next()) {
      assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isFalse();
      joined.append(piece);
    }
    assertThat(joined).hasToString(whole);
    assertThat(text.size()).isEqualTo(bytes.length);
  }
}

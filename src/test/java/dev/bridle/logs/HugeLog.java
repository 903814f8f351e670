package dev.bridle.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.blob.Blobs;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How fast a log of 100 MB is read by windows, and how much memory that takes: {@code ./bridle test
 * -Dtest=HugeLog}. Its name keeps it out of the ordinary run.
 */
class HugeLog {
  private static final int LIMIT = 100 << 20;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void windowsOfAHugeLogAreFast(Engine engine) throws IOException {
    try (var database = engine.open()) {
      var blobs = new Blobs(Engine.temporaryFolder().resolve("blobs"));
      var mask = new Mask(Token.JOB_TOKENS, Token.JOB_TOKEN_LENGTH);
      var logs = new JobLogs(database, blobs, InstantSource.system(), mask, LIMIT);
      String job = database.write(sql -> CiRecord.of(sql, "acme").runningJob(sql, 1)).jobId();
      long number = 0;
      for (long offset = 0; offset < LIMIT - JobLogs.CHUNK_BYTES; ) {
        var text = new StringBuilder();
        while (text.length() < 95_000) {
          number++;
          text.append("\u001b_bk;t=")
              .append(1_700_000_000_000L + number)
              .append("\u0007\u001b[32mline\u001b[0m ")
              .append(number)
              .append(" of a test that says what it does\r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        logs.append(job, 1, offset, gzip(bytes));
        offset += bytes.length;
      }
      var log = new LogLines.Log(job, true, null);
      var lines = new LogLines(database, blobs, LIMIT);
      System.gc();
      long before = used();
      long cold = once(() -> lines.last(log, 200));
      System.gc();
      long kept = used() - before;
      long total = lines.last(log, 1).total();
      assertThat(total).isEqualTo(number);
      System.out.printf(
          "%s: %,d lines, index made in %d ms, kept in about %,d kB%n",
          engine, total, cold, kept / 1024);
      assertThat(median(() -> lines.last(log, 500), engine, "last 500")).isLessThan(50);
      assertThat(median(() -> lines.passage(log, total / 2, 500), engine, "500 in the middle"))
          .isLessThan(50);
      median(() -> lines.search(log, "nowhere", total / 2, 100), engine, "search of 4 MB");
      median(() -> lines.outline(log), engine, "groups");
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long once(Supplier<?> read) {
    long before = System.nanoTime();
    var _ = read.get();
    return (System.nanoTime() - before) / 1_000_000;
  }

  private static long median(Supplier<?> read, Engine engine, String what) {
    long[] took = new long[40];
    Arrays.setAll(took, _ -> once(read));
    Arrays.sort(took);
    System.out.printf("%s: %s: median %d ms, most %d ms%n", engine, what, took[20], took[39]);
    return took[20];
  }
}

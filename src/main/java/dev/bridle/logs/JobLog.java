package dev.bridle.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole log, exactly as the agent wrote it apart from notices. Whatever is made of it is made
 * while it is read from disk: a log can be larger than what memory has room for.
 */
public final class JobLog {
  /** What agents write before a line: the moment in milliseconds. */
  static final Pattern TIMESTAMP = Pattern.compile("\u001b_bk;t=(\\d{1,18})\u0007");

  private static final Pattern HEADER = Pattern.compile("^(?:---|\\+\\+\\+|~~~)\\s");

  private final Supplier<JoinedChunks> chunks;

  JobLog(Supplier<JoinedChunks> chunks) {
    this.chunks = chunks;
  }

  /** Takes a moment in nanoseconds since 1970. */
  @FunctionalInterface
  public interface Moments {
    void add(long nanos) throws IOException;
  }

  public InputStream bytes() {
    return chunks.get();
  }

  public LogText text() {
    return new LogText(chunks.get());
  }

  /** Tells the moments of the group headers. */
  public void headerTimes(Moments moments) throws IOException {
    text()
        .eachLine(line -> {
          Matcher time = TIMESTAMP.matcher(line);
          if (time.find() && HEADER.matcher(Ansi.without(line)).find()) {
            moments.add(Long.parseLong(time.group(1)) * 1_000_000);
          }
        });
  }

  /** Writes the log as HTML: colours as classes, no other markup of its own. */
  public void html(OutputStream out) throws IOException {
    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    var html = new HtmlLog(writer);
    html.begin();
    text().eachLine(html::line);
    html.end();
    writer.flush();
  }
}

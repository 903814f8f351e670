package dev.bridle.rest;

import dev.bridle.logs.JobLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** A log as JSON, written while it is read. */
final class LogJson {
  private final JsonMapper json = JsonMapper.shared();
  private final OutputStream out;

  private LogJson(OutputStream out) {
    this.out = out;
  }

  static void write(String url, JobLog log, OutputStream out) throws IOException {
    new LogJson(out).write(url, log);
  }

  private void write(String url, JobLog log) throws IOException {
    put("{\"url\":");
    out.write(json.writeValueAsBytes(url));
    put(",\"content\":\"");
    var text = log.text();
    for (String piece = text.next(); !piece.isEmpty(); piece = text.next()) {
      byte[] quoted = json.writeValueAsBytes(piece);
      out.write(quoted, 1, quoted.length - 2);
    }
    put("\",\"size\":" + text.size() + ",\"header_times\":[");
    var between = new Between();
    log.headerTimes(nanos -> put(between.next() + nanos));
    put("]}");
  }

  /** What stands before an item of a list. */
  private static final class Between {
    private String separator = "";

    String next() {
      String now = separator;
      separator = ",";
      return now;
    }
  }

  private void put(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}

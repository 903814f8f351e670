package dev.bridle.web.build;

import dev.bridle.http.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** In which order a build's jobs are listed. */
public enum Order {
  /** As they stand in the pipeline. */
  STEPS("As in the pipeline"),
  /** What failed first, then what goes on, and at last what is done. */
  STATE("By state");

  static final String PARAMETER = "order";

  private static final List<String> FIRST =
      List.of(
          "failed",
          "broken",
          "canceling",
          "canceled",
          "timed_out",
          "waiting_failed",
          "running",
          "accepted",
          "assigned",
          "scheduled",
          "waiting");

  private final String words;

  Order(String words) {
    this.words = words;
  }

  static Order of(Request request) {
    return request.query(PARAMETER).filter(STATE.word()::equals).isPresent() ? STATE : STEPS;
  }

  public String words() {
    return words;
  }

  /** As the address says it; empty for the usual order. */
  String word() {
    return this == STEPS ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** An address at which the same order is kept. */
  String at(String address) {
    return this == STEPS ? address : address + "?" + PARAMETER + "=" + word();
  }

  List<JobRow> of(List<JobRow> rows) {
    return this == STEPS
        ? rows
        : rows.stream().sorted(Comparator.comparingInt(Order::rank)).toList();
  }

  private static int rank(JobRow row) {
    int rank = FIRST.indexOf(row.state());
    return rank < 0 ? FIRST.size() : rank;
  }
}

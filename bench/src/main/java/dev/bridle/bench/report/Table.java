package dev.bridle.bench.report;

import java.util.ArrayList;
import java.util.List;

/** The findings as people read them: a line for each metric, a column for each target. */
public final class Table {
  private Table() {}

  public static String of(Findings findings, List<String> targets) {
    var rows = new ArrayList<List<String>>();
    var header = new ArrayList<>(List.of(""));
    header.addAll(targets);
    rows.add(header);
    for (Metric metric : findings.metrics()) {
      rows.add(row(findings, metric, targets));
    }
    var text = new StringBuilder(aligned(rows));
    findings.skipped().forEach(remark -> text.append(line("skipped", remark)));
    findings.failures().forEach(remark -> text.append(line("FAILED", remark)));
    return text.toString();
  }

  private static List<String> row(Findings findings, Metric metric, List<String> targets) {
    var row = new ArrayList<>(List.of(metric.title()));
    for (String target : targets) {
      row.add(
          findings
              .figure(metric, target)
              .map(figure -> figure.text(metric.decimals()))
              .orElse("-"));
    }
    return row;
  }

  private static String aligned(List<List<String>> rows) {
    var text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        text.append(padded(row.get(column), width(rows, column), column > 0)).append("  ");
      }
      text.setLength(text.length() - 2);
      text.append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }

  private static String line(String word, Findings.Remark remark) {
    return word + ": " + remark.target() + ", " + remark.what() + ": " + remark.why() + "\n";
  }
}

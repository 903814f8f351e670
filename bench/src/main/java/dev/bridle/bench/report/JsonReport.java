package dev.bridle.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The findings as other programs read them. */
public final class JsonReport {
  private JsonReport() {}

  /**
   * The whole report.
   *
   * @param versions of the targets that were run, by their names
   */
  public static String of(
      Findings findings,
      Map<String, String> versions,
      Map<String, Object> machine,
      Map<String, Object> settings) {
    var report = new LinkedHashMap<String, Object>();
    report.put("settings", settings);
    report.put("machine", machine);
    report.put("targets", versions);
    report.put("figures", figures(findings, List.copyOf(versions.keySet())));
    report.put("skipped", findings.skipped());
    report.put("failures", findings.failures());
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  private static Map<String, Object> figures(Findings findings, List<String> targets) {
    var figures = new LinkedHashMap<String, Object>();
    for (Metric metric : findings.metrics()) {
      var shape = new LinkedHashMap<String, Object>();
      shape.put("title", metric.title());
      shape.put("over_direct", metric.overDirect());
      for (String target : targets) {
        findings.figure(metric, target).ifPresent(figure -> shape.put(target, figure));
        if (metric.overDirect()) {
          findings
              .absolute(metric, target)
              .ifPresent(figure -> shape.put(target + "_absolute", figure));
        }
      }
      figures.put(metric.key(), shape);
    }
    return figures;
  }
}

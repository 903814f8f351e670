package dev.bridle.ledger;

import java.time.LocalDate;
import java.util.List;

/** Usage of an organization over whole UTC days, {@code to} not included. */
public record UsageReport(LocalDate from, LocalDate to, Totals totals, List<Group> groups) {
  /** The sums of one day, pipeline, build, job or model. */
  public record Group(String key, Totals totals) {}
}

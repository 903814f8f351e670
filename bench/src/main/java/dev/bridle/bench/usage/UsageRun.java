package dev.bridle.bench.usage;

import dev.bridle.ledger.UsagePanels;
import dev.bridle.store.Database;
import java.util.ArrayList;
import java.util.List;

/** Asks every panel of one database, again and again. */
record UsageRun(YearDatabase year, int times) {

  List<Timings> measure() {
    var panels = new AllPanels(YearDatabase.ORGANIZATION, year.size()).list();
    var cold = new ArrayList<Double>();
    for (Panel panel : panels) {
      Cold.forget();
      try (Database database = year.open()) {
        cold.add(milliseconds(panel, new UsagePanels(database, year.clock())));
      }
    }
    var found = new ArrayList<Timings>();
    try (Database database = year.open()) {
      var usage = new UsagePanels(database, year.clock());
      for (int i = 0; i < panels.size(); i++) {
        found.add(timings(panels.get(i), usage, cold.get(i)));
      }
    }
    return found;
  }

  private Timings timings(Panel panel, UsagePanels usage, double cold) {
    milliseconds(panel, usage);
    milliseconds(panel, usage);
    var warm = new ArrayList<Double>();
    for (int i = 0; i < times; i++) {
      warm.add(milliseconds(panel, usage));
    }
    return Timings.of(year.engine(), panel.name(), cold, warm);
  }

  private static double milliseconds(Panel panel, UsagePanels usage) {
    long start = System.nanoTime();
    if (panel.ask().apply(usage) == null) {
      throw new IllegalStateException(panel.name());
    }
    return (System.nanoTime() - start) / 1e6;
  }
}

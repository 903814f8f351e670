package dev.bridle.bench.pages;

import com.sun.management.OperatingSystemMXBean;
import dev.bridle.bench.rows.Bulk;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** Fills one engine with the organization and asks for every page, one after the other. */
record PagesRun(String engine, Site site, DatabaseUrl url, PagesSize size, int times) {
  List<PageTime> measure() throws Exception {
    Begun begun;
    try (var bridle = site.start();
        var http = HttpClient.newHttpClient()) {
      System.err.println(engine + ": pipelines and a log");
      begun = new Beginnings(http, bridle.localUrl(), size).make(site);
    }
    Ids ids;
    try (Database database = Database.open(url)) {
      ids = Ids.read(database);
    }
    System.err.println(engine + ": builds, people and agents");
    try (var bulk = new Bulk(url)) {
      new BuildRows(bulk, ids, size).add();
      new PeopleRows(bulk, ids, size).add();
      bulk.commit();
      bulk.finish();
    }
    try (var bridle = site.start()) {
      var pages = new AllPages(ids, begun, size).list();
      var unmeasured = Unmeasured.of(bridle.routes(), pages);
      if (!unmeasured.isEmpty()) {
        throw new IllegalStateException("AllPages has no address of " + unmeasured);
      }
      return times(Readers.of(bridle.localUrl(), begun.agentToken()), pages);
    }
  }

  /** Every page some times before any of them counts: a server that runs has seen them all. */
  private List<PageTime> times(Readers readers, List<Page> pages)
      throws IOException, InterruptedException {
    double[] first = new double[pages.size()];
    for (int i = 0; i < pages.size(); i++) {
      first[i] = once(readers, pages.get(i));
    }
    for (int round = 0; round < times / 4; round++) {
      for (Page page : pages) {
        once(readers, page);
      }
    }
    var found = new ArrayList<PageTime>();
    for (int i = 0; i < pages.size(); i++) {
      double[] warm = new double[times];
      long computed = computedNanos();
      for (int time = 0; time < times; time++) {
        warm[time] = once(readers, pages.get(i));
      }
      double cpu = (computedNanos() - computed) / 1e6 / times;
      long kb = readers.get(pages.get(i)).body().length() / 1024;
      found.add(PageTime.of(engine, pages.get(i), first[i], warm, cpu, kb));
    }
    return found;
  }

  /** By all threads of this process, of which the server is a part. */
  private static long computedNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double once(Readers readers, Page page) throws IOException, InterruptedException {
    readers.prepare(page);
    long before = System.nanoTime();
    readers.get(page);
    return (System.nanoTime() - before) / 1e6;
  }
}

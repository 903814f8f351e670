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
    String job;
    try (var bridle = site.start();
        var http = HttpClient.newHttpClient()) {
      System.err.println(engine + ": pipelines and a log");
      job = new Beginnings(http, bridle.localUrl(), size).make(site);
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
      var reader = new Reader(bridle.localUrl());
      reader.signIn(Beginnings.EMAIL, Beginnings.PASSWORD);
      return times(reader, new AllPages(ids, job, size).list());
    }
  }

  /** Every page some times before any of them counts: a server that runs has seen them all. */
  private List<PageTime> times(Reader reader, List<Page> pages)
      throws IOException, InterruptedException {
    double[] first = new double[pages.size()];
    for (int i = 0; i < pages.size(); i++) {
      first[i] = once(reader, pages.get(i));
    }
    for (int round = 0; round < times / 4; round++) {
      for (Page page : pages) {
        once(reader, page);
      }
    }
    var found = new ArrayList<PageTime>();
    for (int i = 0; i < pages.size(); i++) {
      double[] warm = new double[times];
      long computed = computedNanos();
      for (int time = 0; time < times; time++) {
        warm[time] = once(reader, pages.get(i));
      }
      double cpu = (computedNanos() - computed) / 1e6 / times;
      long kb = reader.get(pages.get(i).path()).body().length() / 1024;
      found.add(PageTime.of(engine, pages.get(i), first[i], warm, cpu, kb));
    }
    return found;
  }

  /** By all threads of this process, of which the server is a part. */
  private static long computedNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double once(Reader reader, Page page) throws IOException, InterruptedException {
    long before = System.nanoTime();
    reader.get(page.path());
    return (System.nanoTime() - before) / 1e6;
  }
}

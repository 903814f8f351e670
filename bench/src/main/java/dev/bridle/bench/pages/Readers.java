package dev.bridle.bench.pages;

import dev.bridle.bench.target.BenchAgent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;

/** An administrator who has signed in, someone who has not, and who changes what they see. */
record Readers(Reader administrator, Reader guest, BusyAgent agent) {
  static Readers of(String url, String agentToken) throws IOException, InterruptedException {
    var administrator = new Reader(url);
    administrator.signIn(Beginnings.EMAIL, Beginnings.PASSWORD);
    var agent = BenchAgent.register(HttpClient.newHttpClient(), url, agentToken, "busy");
    return new Readers(administrator, new Reader(url), new BusyAgent(agent));
  }

  /** What has to happen before a page is asked for. */
  void prepare(Page page) throws IOException, InterruptedException {
    if (page.isRenewed()) {
      agent.goOn();
    }
  }

  HttpResponse<String> get(Page page) throws IOException, InterruptedException {
    return (page.forGuests() ? guest : administrator).get(page.path());
  }
}

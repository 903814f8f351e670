package dev.bridle.bench.pages;

import java.io.IOException;
import java.net.http.HttpResponse;

/** An administrator who has signed in, and someone who has not. */
record Readers(Reader administrator, Reader guest) {
  static Readers of(String url) throws IOException, InterruptedException {
    var administrator = new Reader(url);
    administrator.signIn(Beginnings.EMAIL, Beginnings.PASSWORD);
    return new Readers(administrator, new Reader(url));
  }

  HttpResponse<String> get(Page page) throws IOException, InterruptedException {
    return (page.forGuests() ? guest : administrator).get(page.path());
  }
}

package dev.bridle.http;

/** Whoever asked went away before the request was whole: nobody's fault, and nobody to answer. */
public final class ClientLeft extends RuntimeException {
  ClientLeft() {
    super("the client left before its request was whole", null, false, false);
  }
}

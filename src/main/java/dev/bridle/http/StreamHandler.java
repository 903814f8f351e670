package dev.bridle.http;

/** Answers a request on its event loop and must never block there. */
@FunctionalInterface
public interface StreamHandler {
  void handle(Exchange exchange);
}

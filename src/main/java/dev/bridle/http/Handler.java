package dev.bridle.http;

/** Answers a request whose body has been read; may block, it has a virtual thread of its own. */
@FunctionalInterface
public interface Handler {
  Reply handle(Request request) throws Exception;
}

package dev.bridle.price;

/** The dearest cache writing that a request can cause: none is asked, or with which life time. */
public enum CacheWrites {
  NONE,
  FIVE_MINUTES,
  ONE_HOUR
}

package dev.bridle.bench.pages;

/**
 * A page as the bench asks for it.
 *
 * @param forGuests whether it is for people who have not signed in
 */
record Page(String name, String path, boolean forGuests) {
  Page(String name, String path) {
    this(name, path, false);
  }
}

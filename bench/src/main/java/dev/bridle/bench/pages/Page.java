package dev.bridle.bench.pages;

/**
 * A page as the bench asks for it.
 *
 * @param forGuests whether it is for people who have not signed in
 * @param isRenewed whether something on it changes each time before it is asked for
 */
record Page(String name, String path, boolean forGuests, boolean isRenewed) {
  Page(String name, String path) {
    this(name, path, false, false);
  }

  /** For people who have not signed in. */
  static Page ofGuests(String name, String path) {
    return new Page(name, path, true, false);
  }

  /** Of a build that goes on, as its page asks for itself again. */
  static Page renewed(String name, String path) {
    return new Page(name, path, false, true);
  }
}

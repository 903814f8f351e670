package dev.bridle.ledger;

/**
 * What calls have in common that are added up in one row, whoever made them.
 *
 * @param model the one that answered
 * @param provider of the connection
 * @param method that the connection had
 * @param outcome how they ended; empty where it can't be told any more
 */
record CallKind(String model, String connectionId, String provider, String method, String outcome) {
  /** Of all calls together. */
  static final CallKind ANY = new CallKind("", "", "", "", "");
}

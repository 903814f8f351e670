package dev.bridle.store;

/**
 * Keeps values in memory that hot steps change, and takes part in their transactions. Everything is
 * called on the writing thread.
 */
public interface HotParticipant {
  /** Writes what the steps of this transaction have changed. */
  void beforeCommit(HotSql sql);

  void committed();

  /** The transaction came to nothing, and with it every change that its steps made in memory. */
  void undone();
}

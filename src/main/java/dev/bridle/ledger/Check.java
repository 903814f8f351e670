package dev.bridle.ledger;

/** Something that follows from the ledger's rows and can be recomputed from them. */
public interface Check {
  /** One word or two, as reports show it. */
  String name();

  /** Recomputes it for an organization, and tells what is different; changes nothing. */
  void verify(String organizationId, Findings findings);

  /** Puts what follows from the rows in the place of what is stored, where that can be done. */
  default void rebuild(String organizationId) {}
}

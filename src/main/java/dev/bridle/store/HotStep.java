package dev.bridle.store;

/**
 * A piece of hot work: it runs on the writing thread, inside a transaction that it shares with
 * others. It may run a second time, alone, when that transaction could not be committed; what it
 * decides counts only once its {@link Written} is committed.
 */
@FunctionalInterface
public interface HotStep {
  void run(HotSql sql);

  /** Does nothing but wait for its turn. */
  HotStep NOTHING = _ -> {};
}

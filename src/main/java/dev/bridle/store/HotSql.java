package dev.bridle.store;

import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The transaction of hot steps: statements prepared once and run many times. */
public interface HotSql {
  /** Runs a statement that changes rows; returns how many. */
  int execute(String sql, @Nullable Object... values);

  /** The first row of a query as whole numbers, null counting as 0; null when there is no row. */
  long @Nullable [] longs(String sql, @Nullable Object... values);

  /** The same transaction with a query builder, for what is rare. */
  DSLContext builder();
}

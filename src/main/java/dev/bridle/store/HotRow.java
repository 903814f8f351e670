package dev.bridle.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement with its values, prepared once and run many times without a query builder. */
public record HotRow(String sql, List<@Nullable Object> values) {
  public static HotRow of(String sql, @Nullable Object... values) {
    return new HotRow(sql, Arrays.asList(values));
  }
}

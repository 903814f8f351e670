package dev.bridle.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simplest hot step: one statement with its values. */
public record HotRow(String sql, List<@Nullable Object> values) implements HotStep {
  public static HotRow of(String sql, @Nullable Object... values) {
    return new HotRow(sql, Arrays.asList(values));
  }

  @Override
  public void run(HotSql hot) {
    hot.execute(sql, values.toArray());
  }
}

package dev.bridle.ledger;

import java.util.List;

/**
 * Usage by what it is told apart by: the largest groups, and what all others add up to.
 *
 * @param others of no shown group, on this page or one before it
 * @param more whether there are groups after these
 */
public record Breakdown(Totals totals, List<Group> groups, Totals others, boolean more) {
  public record Group(String key, Totals totals) {}

  /** Groups of all of these totals; what is in none of them is others. */
  public static Breakdown of(Totals all, List<Group> groups, boolean more) {
    Totals others = all;
    for (Group group : groups) {
      others = others.minus(group.totals());
    }
    return new Breakdown(all, List.copyOf(groups), others, more);
  }

  static Breakdown of(Sums all, Sums before, List<BreakdownQuery.Row> rows, int atMost) {
    var shown = rows.subList(0, Math.min(rows.size(), atMost));
    Sums others = all.minus(before);
    for (var row : shown) {
      others = others.minus(row.sums());
    }
    return new Breakdown(
        all.totals(),
        shown.stream().map(row -> new Group(row.key(), row.sums().totals())).toList(),
        others.totals(),
        rows.size() > atMost);
  }
}

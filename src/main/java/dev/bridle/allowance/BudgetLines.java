package dev.bridle.allowance;

import java.util.List;

/**
 * The amounts of money of which most is used.
 *
 * @param more how many further ones there are of the organization and its pipelines
 * @param others how many allowances of money are for something else, such as each build
 * @param left how many amounts of pipelines are left out that are not asked for
 */
public record BudgetLines(List<BudgetLine> lines, int more, int others, int left) {
  public BudgetLines {
    lines = List.copyOf(lines);
  }
}

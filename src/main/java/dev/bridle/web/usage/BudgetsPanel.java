package dev.bridle.web.usage;

import dev.bridle.allowance.BudgetLine;
import dev.bridle.allowance.BudgetLines;
import dev.bridle.allowance.Standing;
import dev.bridle.price.Money;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Amounts of money and where they will end.
 *
 * @param more how many further ones there are of the organization and its pipelines
 * @param others how many allowances of money are for something else, such as each build
 * @param left how many amounts of other pipelines are left out
 * @param pipeline the slug of the only pipeline that is asked for; empty for all
 * @param all where allowances are made and changed
 */
public record BudgetsPanel(
    List<Line> lines, int more, int others, int left, String pipeline, String all)
    implements Panel {
  static final int MOST = 20;

  /**
   * One amount.
   *
   * @param whose the organization or a pipeline, in words
   * @param what of the calls it is about, in words; empty for all
   * @param percent how much of it is spent or held, at most 100
   * @param overBy what was spent beyond the amount; empty while it is within
   * @param isOver whether it will be spent before its window ends, or is
   */
  public record Line(
      String whose,
      String what,
      String window,
      Money amount,
      Money spent,
      Money held,
      long percent,
      Optional<Money> overBy,
      Optional<Money> forecast,
      Optional<Instant> spentAt,
      Optional<Instant> resetsAt,
      boolean isOver,
      String address) {}

  static BudgetsPanel of(BudgetLines found, String pipeline, Visitor who) {
    String all = who.address(Place.ALLOWANCES);
    return new BudgetsPanel(
        found.lines().stream().map(line -> line(line, all)).toList(),
        found.more(),
        found.others(),
        found.left(),
        pipeline,
        all);
  }

  private static Line line(BudgetLine line, String all) {
    Standing standing = line.standing();
    var allowance = standing.allowance();
    long used = standing.settled() + standing.held();
    boolean spent = used >= allowance.amount();
    return new Line(
        line.target().isEmpty() ? "The organization" : "Pipeline " + line.target(),
        what(allowance.provider(), allowance.model()),
        standing.resetsAt().isEmpty() ? "in all" : "a " + allowance.window().word(),
        new Money(allowance.amount()),
        new Money(standing.settled()),
        new Money(standing.held()),
        allowance.amount() == 0
            ? 100
            : Math.clamp((long) (100.0 * used / allowance.amount()), 0, 100),
        standing.settled() > allowance.amount()
            ? Optional.of(new Money(standing.settled() - allowance.amount()))
            : Optional.empty(),
        line.forecast(),
        spent ? Optional.empty() : line.spentAt(),
        standing.resetsAt(),
        spent || line.spentAt().isPresent(),
        all + "/" + allowance.id());
  }

  private static String what(
      @org.jspecify.annotations.Nullable String provider,
      @org.jspecify.annotations.Nullable String model) {
    return (provider == null ? "" : " on " + provider) + (model == null ? "" : " with " + model);
  }
}

package dev.bridle.web.build;

import dev.bridle.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The jobs of a build beside one of them, so that nobody has to go back to look at another.
 *
 * @param currentId of the job that is looked at
 * @param page its page
 * @param left how many jobs are not shown
 * @param nextFailure the next job that failed; empty when there is no other
 */
public record SideList(
    List<Section> sections,
    String currentId,
    String page,
    BuildAddress build,
    Order order,
    int left,
    Optional<JobRow> nextFailure) {
  /** So many a reader can look over; of more, those around the job in question are shown. */
  private static final int MOST = 200;

  static SideList of(Request request, Steps.OfBuild steps, JobRow current, BuildAddress build) {
    var order = Order.of(request);
    var rows = steps.rows().stream().filter(row -> isListed(row, current.id())).toList();
    var ordered = order.of(rows);
    var shown = around(ordered, current.id());
    return new SideList(
        order == Order.STEPS ? steps.sections(shown) : List.of(new Section(null, "", shown)),
        current.id(),
        current.address(),
        build,
        order,
        rows.size() - shown.size(),
        new Failures(rows).after(current.id()));
  }

  /** An attempt that was followed by another is listed while someone looks at it. */
  private static boolean isListed(JobRow row, String currentId) {
    return !row.isWait() && (!row.isRetried() || row.id().equals(currentId));
  }

  private static List<JobRow> around(List<JobRow> rows, String currentId) {
    if (rows.size() <= MOST) {
      return rows;
    }
    var ids = rows.stream().map(JobRow::id);
    int before = (int) ids.takeWhile(Predicate.not(currentId::equals)).count();
    int from = Math.clamp(before - MOST / 2, 0, rows.size() - MOST);
    return rows.subList(from, from + MOST);
  }

  public boolean isCurrent(JobRow row) {
    return row.id().equals(currentId);
  }

  /** A job's page, with the list in the same order. */
  public String address(JobRow row) {
    return order.at(row.address());
  }

  /** This page with another order. */
  public String in(Order other) {
    return other.at(page);
  }

  /** Where the next failure is; empty when there is no other. */
  public String failure() {
    return nextFailure.map(this::address).orElse("");
  }
}

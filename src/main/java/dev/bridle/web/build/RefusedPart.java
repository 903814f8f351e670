package dev.bridle.web.build;

import dev.bridle.ledger.RefusedCalls;
import dev.bridle.web.Filters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a build's refusals, newest first.
 *
 * @param before how many are newer than these
 * @param total how many there are
 * @param newest where the newest are; empty when these are they
 * @param earlier where earlier ones are; empty when these are the first
 */
public record RefusedPart(
    List<RefusedCalls.Entry> entries, long before, long total, String newest, String earlier) {
  private static final String WORD = "refused";
  private static final int SIZE = 100;

  /**
   * @param from the one that these are earlier than; null for the newest
   * @param filters what else the address says
   */
  static RefusedPart of(
      RefusedCalls refused,
      String organizationId,
      String buildId,
      @Nullable String from,
      String path,
      Map<String, String> filters) {
    long total = refused.count(organizationId, buildId, null);
    long newer = from == null ? 0 : refused.count(organizationId, buildId, from);
    // A made-up place behind the end would be an empty page.
    boolean isFirst = newer == 0 || newer >= total;
    long before = isFirst ? 0 : newer;
    var entries = refused.list(organizationId, buildId, isFirst ? null : from, SIZE);
    boolean more = before + entries.size() < total;
    return new RefusedPart(
        entries,
        before,
        total,
        isFirst ? "" : address(path, filters, ""),
        more && !entries.isEmpty() ? address(path, filters, entries.getLast().id()) : "");
  }

  private static String address(String path, Map<String, String> filters, String from) {
    var all = new HashMap<>(filters);
    all.put(WORD, from);
    return Filters.address(path, all);
  }

  public long first() {
    return before + 1;
  }

  public long last() {
    return before + entries.size();
  }
}

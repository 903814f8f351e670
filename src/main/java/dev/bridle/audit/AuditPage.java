package dev.bridle.audit;

import dev.bridle.audit.AuditLog.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of the events that are wanted, newest first.
 *
 * @param newer before which event there may be more; empty where there are none
 * @param older behind which event there may be more; empty where there are none
 * @param further on which side events have not been looked at yet
 */
public record AuditPage(
    List<Entry> entries, Optional<String> newer, Optional<String> older, Further further) {
  /** On which side events have not been looked at yet: a search reads only so many at once. */
  public enum Further {
    NONE,
    OLDER,
    NEWER
  }

  /** Without events. */
  public static final AuditPage EMPTY =
      new AuditPage(List.of(), Optional.empty(), Optional.empty(), Further.NONE);

  /** So many events are read for one page of a search that no index helps. */
  private static final int READ = 5_000;

  /** Before the oldest event of all. */
  private static final String OLDEST = "00000000-0000-0000-0000-000000000000";

  public AuditPage {
    entries = List.copyOf(entries);
  }

  /** The events after one of them in the list, so older ones; or the newest. */
  public static AuditPage after(
      AuditLog audit, AuditQuery query, @Nullable String after, int size) {
    Optional<String> reach =
        query.readsEvents() ? audit.reach(query.organizationId(), after, READ) : Optional.empty();
    var found = audit.list(query, after, reach.orElse(null), size + 1);
    boolean more = found.size() > size;
    var shown = more ? found.subList(0, size) : found;
    return new AuditPage(
        shown,
        // Where nothing is older, the way back leads to the oldest that there are.
        after == null
            ? Optional.empty()
            : first(shown).or(() -> reach).or(() -> Optional.of(OLDEST)),
        more ? last(shown) : reach,
        !more && reach.isPresent() ? Further.OLDER : Further.NONE);
  }

  /** The events before one of them in the list, so newer ones. */
  public static AuditPage before(AuditLog audit, AuditQuery query, String before, int size) {
    Optional<String> reach =
        query.readsEvents()
            ? audit.reachOfNewer(query.organizationId(), before, READ)
            : Optional.empty();
    var found = audit.listNewer(query, before, reach.orElse(null), size + 1);
    boolean more = found.size() > size;
    var shown = more ? found.subList(1, found.size()) : found;
    // Where none fits, the way back begins at the end of what was searched: that leaves out none.
    return new AuditPage(
        shown,
        more ? first(shown) : reach,
        last(shown).or(() -> reach),
        !more && reach.isPresent() ? Further.NEWER : Further.NONE);
  }

  private static Optional<String> first(List<Entry> entries) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getFirst().id());
  }

  private static Optional<String> last(List<Entry> entries) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast().id());
  }
}

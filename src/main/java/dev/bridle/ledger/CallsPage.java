package dev.bridle.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Single calls, newest first.
 *
 * @param before where the next page begins; null at the end. A page may be short and have a next
 *     one: so much is looked at for a page, and no more.
 */
public record CallsPage(List<CallRow> calls, @Nullable Place before) {

  /** A place in the list: just before a call, or before all of a moment where there is no id. */
  public record Place(long openedMs, String id) {
    private static final String FORM = "\\d{1,15}_[0-9a-f-]{0,36}";

    @Override
    public String toString() {
      return openedMs + "_" + id;
    }

    /** The place of a text that a page gave; null when it is no such text. */
    public static @Nullable Place find(String text) {
      if (!text.matches(FORM)) {
        return null;
      }
      int end = text.indexOf('_');
      return new Place(Long.parseLong(text.substring(0, end)), text.substring(end + 1));
    }
  }
}

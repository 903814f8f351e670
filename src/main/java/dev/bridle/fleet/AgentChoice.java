package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.OrderField;

/**
 * Which agents are wanted, in which order.
 *
 * @param condition what the database can say of them
 * @param search what it can't: the two know the cases of different letters, and tags are JSON there
 */
record AgentChoice(
    Condition condition, List<OrderField<?>> order, Optional<AgentChoice.Search> search) {
  /**
   * A text that is looked for in whatever case.
   *
   * @param everywhere also in the machine's name and in each tag, and not in the name alone
   */
  record Search(String text, boolean everywhere) {
    Search {
      text = folded(text);
    }

    private boolean fits(String name, String hostname, String tags) {
      return everywhere
          ? Stream.concat(Stream.of(name, hostname), AgentRows.list(tags).stream())
              .anyMatch(this::isIn)
          : isIn(name);
    }

    private boolean isIn(String whole) {
      return folded(whole).contains(text);
    }

    /** Alike for all spellings of a word in small and capital letters, and for composed ones. */
    private static String folded(String text) {
      String capital = text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
      return Normalizer.normalize(capital, Normalizer.Form.NFC);
    }
  }

  int count(DSLContext sql) {
    return search
        .map(wanted -> found(sql, wanted).size())
        .orElseGet(() -> sql.fetchCount(AGENT, condition));
  }

  List<Agent> list(DSLContext sql, int skip, int atMost) {
    if (search.isEmpty()) {
      return sql.selectFrom(AGENT)
          .where(condition)
          .orderBy(order)
          .limit(atMost)
          .offset(skip)
          .fetch(AgentRows::agent);
    }
    var shown = found(sql, search.get()).stream().skip(skip).limit(atMost).toList();
    return sql.selectFrom(AGENT).where(AGENT.ID.in(shown)).orderBy(order).fetch(AgentRows::agent);
  }

  private List<String> found(DSLContext sql, Search wanted) {
    return sql
        .select(AGENT.ID, AGENT.NAME, AGENT.HOSTNAME, AGENT.TAGS)
        .from(AGENT)
        .where(condition)
        .orderBy(order)
        .stream()
        .filter(row -> wanted.fits(row.value2(), row.value3(), row.value4()))
        .map(row -> row.value1())
        .toList();
  }
}

package dev.bridle.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a string: text as it is, or a shell term. */
sealed interface Part {
  record Literal(String text) implements Part {}

  /** What stands after a {@code $}. */
  record Term(String name, Use use) implements Part {}

  /** What a shell term makes of its variable. */
  sealed interface Use {
    /** {@code $X} and <code>${X}</code>. */
    record Plain() implements Use {}

    /**
     * <code>${X-word}</code>.
     *
     * @param blankToo whether an empty variable counts as unset, as with {@code :-}
     */
    record OrElse(boolean blankToo, List<Part> word) implements Use {
      public OrElse {
        word = List.copyOf(word);
      }
    }

    /** <code>${X+word}</code>. */
    record IfSet(boolean blankToo, List<Part> word) implements Use {
      public IfSet {
        word = List.copyOf(word);
      }
    }

    /** <code>${X?word}</code>. */
    record Required(boolean blankToo, List<Part> word) implements Use {
      public Required {
        word = List.copyOf(word);
      }
    }

    /**
     * <code>${X:offset:length}</code>.
     *
     * @param offset from the end when negative
     * @param length to the end when null; counted from the end when negative
     */
    record Slice(int offset, @Nullable Integer length) implements Use {}
  }
}

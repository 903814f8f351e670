/** Who may call which model with what; the decision itself is pure. */
@NullMarked
package dev.bridle.policy;

import org.jspecify.annotations.NullMarked;

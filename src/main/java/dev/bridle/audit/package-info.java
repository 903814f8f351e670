/** Who did what: append-only events, written in the transaction of the act. */
@NullMarked
package dev.bridle.audit;

import org.jspecify.annotations.NullMarked;

/** Patterns of calls, and what came of them. */
@NullMarked
package dev.bridle.bench.load;

import org.jspecify.annotations.NullMarked;

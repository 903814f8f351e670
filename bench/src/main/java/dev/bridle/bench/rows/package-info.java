/** Rows that are written past the server, because they are many. */
@NullMarked
package dev.bridle.bench.rows;

import org.jspecify.annotations.NullMarked;

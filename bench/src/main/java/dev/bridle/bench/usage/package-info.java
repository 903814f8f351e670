/** A year of usage in a database, and how long the panels of the usage page take to read it. */
@NullMarked
package dev.bridle.bench.usage;

import org.jspecify.annotations.NullMarked;

/** The findings of a run, as a table and as JSON. */
@NullMarked
package dev.bridle.bench.report;

import org.jspecify.annotations.NullMarked;

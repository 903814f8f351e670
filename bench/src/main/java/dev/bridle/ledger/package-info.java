/** What of the ledger the benchmarks use from inside of it. */
@NullMarked
package dev.bridle.ledger;

import org.jspecify.annotations.NullMarked;

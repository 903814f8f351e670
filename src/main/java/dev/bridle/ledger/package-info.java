/** One row per model call: opened before it is sent, settled once; and what the rows add up to. */
@NullMarked
package dev.bridle.ledger;

import org.jspecify.annotations.NullMarked;

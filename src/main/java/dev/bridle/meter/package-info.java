/**
 * Byte watchers, one per wire format: they count what a relayed answer used and can't disturb it.
 */
@NullMarked
package dev.bridle.meter;

import org.jspecify.annotations.NullMarked;

/** Secrets encrypted at rest. */
@NullMarked
package dev.bridle.vault;

import org.jspecify.annotations.NullMarked;

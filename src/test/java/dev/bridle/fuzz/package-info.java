/** Any bytes at whatever reads bytes from outside, in the ordinary run and by Jazzer. */
@NullMarked
package dev.bridle.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * What is measured with what, in which order, and what is made of it: the command {@code ./bridle
 * bench}.
 */
@NullMarked
package dev.bridle.bench;

import org.jspecify.annotations.NullMarked;

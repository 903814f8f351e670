/** Bridle, wired: the one page where every part meets the parts it uses. */
@NullMarked
package dev.bridle;

import org.jspecify.annotations.NullMarked;

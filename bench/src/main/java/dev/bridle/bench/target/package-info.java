/** What calls go through: how each is installed, started, set up and ended. */
@NullMarked
package dev.bridle.bench.target;

import org.jspecify.annotations.NullMarked;

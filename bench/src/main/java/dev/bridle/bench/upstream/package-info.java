/** The fake model provider, and what is asked of it. */
@NullMarked
package dev.bridle.bench.upstream;

import org.jspecify.annotations.NullMarked;

/** A large organization on a running server, and how long each of its pages takes. */
@NullMarked
package dev.bridle.bench.pages;

import org.jspecify.annotations.NullMarked;

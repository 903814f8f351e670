/** Where model calls go: connections, one file per kind of provider, and the sandbox. */
@NullMarked
package dev.bridle.provider;

import org.jspecify.annotations.NullMarked;

/** Bytes by key, kept in a folder. */
@NullMarked
package dev.bridle.blob;

import org.jspecify.annotations.NullMarked;

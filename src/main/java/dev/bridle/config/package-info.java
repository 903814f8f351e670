/**
 * The machinery of settings: a flag, a variable and a line of a file for each, and secrets that
 * can't be printed.
 */
@NullMarked
package dev.bridle.config;

import org.jspecify.annotations.NullMarked;

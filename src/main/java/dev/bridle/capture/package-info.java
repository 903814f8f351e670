/**
 * Prompts and answers, kept encrypted and for a short time, where an administrator has ordered it.
 */
@NullMarked
package dev.bridle.capture;

import org.jspecify.annotations.NullMarked;

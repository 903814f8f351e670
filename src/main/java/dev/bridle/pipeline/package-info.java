/** Pipeline YAML, steps and interpolation: text in, values out, no I/O. */
@NullMarked
package dev.bridle.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * The conditional language that pipelines call {@code if}: text in, an answer out. Pipelines and
 * policy share it.
 */
@NullMarked
package dev.bridle.condition;

import org.jspecify.annotations.NullMarked;

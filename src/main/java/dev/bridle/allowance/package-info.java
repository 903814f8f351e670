/** Limits and budgets: what a call may cost is held before it is sent. */
@NullMarked
package dev.bridle.allowance;

import org.jspecify.annotations.NullMarked;

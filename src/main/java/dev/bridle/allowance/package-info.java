/** Limits and budgets: what a call may use is held before it is sent, and settled after it. */
@NullMarked
package dev.bridle.allowance;

import org.jspecify.annotations.NullMarked;

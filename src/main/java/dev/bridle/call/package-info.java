/**
 * The model call: the flow from a job's request to the relayed answer, and every refusal in the
 * provider's shape.
 */
@NullMarked
package dev.bridle.call;

import org.jspecify.annotations.NullMarked;

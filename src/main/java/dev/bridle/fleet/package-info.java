/** Agents: who they are, which job each gets, and what happens when one goes away. */
@NullMarked
package dev.bridle.fleet;

import org.jspecify.annotations.NullMarked;

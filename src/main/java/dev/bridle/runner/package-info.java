/** The small built-in agent: a client of the agent API over HTTP like any other. */
@NullMarked
package dev.bridle.runner;

import org.jspecify.annotations.NullMarked;

/** The whole system at work: real servers, real agents and real clients, each a process. */
@NullMarked
package dev.bridle.e2e;

import org.jspecify.annotations.NullMarked;

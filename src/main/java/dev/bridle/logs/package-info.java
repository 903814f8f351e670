/** Job logs: chunks as agents send them, joined in order, and shown as text, JSON or HTML. */
@NullMarked
package dev.bridle.logs;

import org.jspecify.annotations.NullMarked;

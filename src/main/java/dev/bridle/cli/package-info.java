/** The command line: starts servers and runners, and administers a running server over REST. */
@NullMarked
package dev.bridle.cli;

import org.jspecify.annotations.NullMarked;

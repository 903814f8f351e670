/** REST v2 in Buildkite's shapes, and Bridle's own administrative resources. */
@NullMarked
package dev.bridle.rest;

import org.jspecify.annotations.NullMarked;

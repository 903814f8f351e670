/** REST v2 in Buildkite's shapes, and Bridle's own resources for administrators beside it. */
@NullMarked
package dev.bridle.rest;

import org.jspecify.annotations.NullMarked;

/** Pipelines, builds and their jobs: what states they pass through, and what lets a job run. */
@NullMarked
package dev.bridle.build;

import org.jspecify.annotations.NullMarked;

/** Pages of pipelines, builds and jobs: how they stand, what they wrote, what they cost. */
@NullMarked
package dev.bridle.web.build;

import org.jspecify.annotations.NullMarked;

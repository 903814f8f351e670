/** Pages about what an organization's jobs used of models, panel by panel. */
@NullMarked
package dev.bridle.web.usage;

import org.jspecify.annotations.NullMarked;

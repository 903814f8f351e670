/** Organizations with their members, clusters, queues and the tokens they hand out. */
@NullMarked
package dev.bridle.organization;

import org.jspecify.annotations.NullMarked;

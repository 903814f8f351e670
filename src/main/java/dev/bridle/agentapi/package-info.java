/** The wire API that buildkite-agent speaks, one class per resource. */
@NullMarked
package dev.bridle.agentapi;

import org.jspecify.annotations.NullMarked;

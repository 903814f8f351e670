/** Pages about agents: who is connected, the queues they serve, the tokens they register with. */
@NullMarked
package dev.bridle.web.agent;

import org.jspecify.annotations.NullMarked;

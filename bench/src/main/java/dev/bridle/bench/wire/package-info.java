/** Just as much HTTP as both ends of the benchmark need, on Netty's native epoll. */
@NullMarked
package dev.bridle.bench.wire;

import org.jspecify.annotations.NullMarked;

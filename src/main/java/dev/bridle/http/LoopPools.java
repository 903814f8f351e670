package dev.bridle.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A pool of connections for each event loop, so that a call's answer is read by the loop that
 * writes it on: from one loop to another, each piece of it would cost a wake-up. What there may be
 * of connections is shared equally by the loops.
 */
final class LoopPools {
  /** With fewer calls at once for each loop, all share one pool: one may be busier than others. */
  private static final int FEWEST_CALLS = 64;

  private final Map<EventLoop, Pool> pools = new HashMap<>();
  private final Pool first;

  /**
   * @param pool makes one of so many like it
   */
  LoopPools(Vertx vertx, Limits limits, IntFunction<Pool> pool) {
    var loops = loops(vertx);
    int parts = parts(limits, loops.size());
    first = pool.apply(parts);
    for (EventLoop loop : loops) {
      pools.put(loop, parts == 1 || pools.isEmpty() ? first : pool.apply(parts));
    }
  }

  private static List<EventLoop> loops(Vertx vertx) {
    var loops = new ArrayList<EventLoop>();
    for (EventExecutor loop : ((VertxInternal) vertx).eventLoopGroup()) {
      loops.add((EventLoop) loop);
    }
    return loops;
  }

  private static int parts(Limits limits, int loops) {
    int calls = Math.min(limits.connections(), limits.http2Connections() * limits.streams());
    return calls / loops >= FEWEST_CALLS && limits.http2Connections() >= loops ? loops : 1;
  }

  /** That of the event loop that runs this; for other threads one of them. */
  Pool here() {
    var context = ContextInternal.current();
    return context == null ? first : pools.getOrDefault(context.nettyEventLoop(), first);
  }
}

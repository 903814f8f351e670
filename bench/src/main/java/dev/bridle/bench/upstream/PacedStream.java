package dev.bridle.bench.upstream;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/** Writes the events of one stream, each at its time, however late the one before was. */
final class PacedStream {
  private final Channel channel;
  private final long intervalNanos;
  private final long startNanos = System.nanoTime();
  private final int events;
  private int written;

  PacedStream(Channel channel, Behaviour behaviour) {
    this.channel = channel;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(behaviour.intervalMs());
    this.events = behaviour.events();
  }

  void start() {
    long dueNanos = startNanos + (written + 1) * intervalNanos;
    var _ =
        channel
            .eventLoop()
            .schedule(this::write, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void write() {
    if (!channel.isActive()) {
      return;
    }
    written++;
    channel.writeAndFlush(Answers.event(channel.alloc(), System.nanoTime()));
    if (written < events) {
      start();
    } else {
      channel.writeAndFlush(Answers.end(channel.alloc()));
    }
  }
}

package dev.bridle.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The connections to one endpoint. A call takes an idle one, or a new one, or waits its turn. */
final class Lanes {
  private final EventLoop loop;
  private final int port;
  private final int atMost;
  private final Bootstrap bootstrap;
  private final Deque<Lane> idle = new ArrayDeque<>();
  private final Deque<Exchange> waiting = new ArrayDeque<>();
  private final Set<Lane> open = new HashSet<>();
  private int connecting;

  Lanes(EventLoop loop, int port, ByteBuf request, int atMost) {
    this.loop = loop;
    this.port = port;
    this.atMost = atMost;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Lane(Lanes.this, channel, request));
                  }
                });
  }

  EventLoop loop() {
    return loop;
  }

  void call(Exchange exchange) {
    Lane lane = idle.pollLast();
    if (lane != null) {
      lane.call(exchange);
      return;
    }
    waiting.add(exchange);
    if (open.size() + connecting < atMost) {
      connect();
    }
  }

  /** Opens some connections ahead, as a client has them that is long at work. */
  void prepare(int count) {
    for (int i = 0; i < Math.min(count, atMost); i++) {
      connect();
    }
  }

  private void connect() {
    connecting++;
    bootstrap
        .connect(InetAddress.getLoopbackAddress(), port)
        .addListener(done -> {
          connecting--;
          if (!done.isSuccess() && !waiting.isEmpty()) {
            waiting.poll().fail("no connection: " + done.cause().getClass().getSimpleName());
          }
        });
  }

  void opened(Lane lane) {
    open.add(lane);
    free(lane);
  }

  /** A lane that can take the next call. */
  void free(Lane lane) {
    Exchange next = waiting.poll();
    if (next == null) {
      idle.add(lane);
    } else {
      lane.call(next);
    }
  }

  void closed(Lane lane) {
    open.remove(lane);
    idle.remove(lane);
  }

  void close() {
    Set.copyOf(open).forEach(Lane::close);
  }
}

package dev.bridle.bench.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;

/** Event loops on native epoll. */
public final class Loops {
  private Loops() {}

  /** One thread: on a small machine more of them only take time from what is measured. */
  public static EventLoopGroup one() {
    return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }
}

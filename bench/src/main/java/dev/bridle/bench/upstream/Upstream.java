package dev.bridle.bench.upstream;

import dev.bridle.bench.wire.Loops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A fake model provider that costs as little as possible: one thread, prepared answers, no parsing
 * of bodies. What it does is set by a request to {@link Behaviour#PATH}.
 */
public final class Upstream implements AutoCloseable {
  static final String READY = "The upstream listens on ";

  private final EventLoopGroup loop = Loops.one();
  private final Channel server;

  public Upstream() {
    var role = new Role();
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new UpstreamConnection(role, channel));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Runs one until its input ends, so that it never outlives who has started it. */
  public static void main(String[] args) throws IOException {
    try (var upstream = new Upstream()) {
      System.out.println(READY + upstream.port());
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end matters.
      }
    }
    System.exit(0);
  }
}

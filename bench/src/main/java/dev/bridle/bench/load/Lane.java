package dev.bridle.bench.load;

import dev.bridle.bench.wire.Heads;
import dev.bridle.bench.wire.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One kept connection, with one call at a time. */
final class Lane extends ChannelInboundHandlerAdapter implements MessageReader.Sink {
  private final Lanes lanes;
  private final Channel channel;
  private final ByteBuf request;
  private final MessageReader reader = new MessageReader(this);
  private @Nullable Exchange exchange;

  Lane(Lanes lanes, Channel channel, ByteBuf request) {
    this.lanes = lanes;
    this.channel = channel;
    this.request = request;
  }

  void call(Exchange next) {
    exchange = next;
    channel.writeAndFlush(request.duplicate());
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    lanes.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      reader.read(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lanes.closed(this);
    fail("the connection was closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
    fail(String.valueOf(why.getMessage()));
    context.close();
  }

  private void fail(String why) {
    Exchange failed = exchange;
    exchange = null;
    if (failed != null) {
      failed.fail(why);
    }
  }

  @Override
  public void head(String head) {
    if (exchange != null) {
      exchange.status(Heads.status(head));
    }
  }

  @Override
  public void body(ByteBuf bytes, int from, int length) {
    if (exchange != null) {
      exchange.body(bytes, from, length);
    }
  }

  @Override
  public void end() {
    Exchange ended = exchange;
    exchange = null;
    lanes.free(this);
    if (ended != null) {
      ended.end();
    }
  }
}

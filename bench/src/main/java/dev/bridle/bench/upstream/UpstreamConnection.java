package dev.bridle.bench.upstream;

import dev.bridle.bench.wire.Heads;
import dev.bridle.bench.wire.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** Answers the calls of one connection, one after the other. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements MessageReader.Sink {
  private final Role role;
  private final Channel channel;
  private final MessageReader reader = new MessageReader(this);
  private String head = "";

  UpstreamConnection(Role role, Channel channel) {
    this.role = role;
    this.channel = channel;
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
  public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
    // Clients may leave at any time; what they miss they count themselves.
    context.close();
  }

  @Override
  public void head(String head) {
    this.head = head;
  }

  @Override
  public void body(ByteBuf bytes, int from, int length) {
    // Nobody reads what is asked.
  }

  @Override
  public void end() {
    String target = Heads.target(head);
    if (target.startsWith(Behaviour.PATH)) {
      role.become(Behaviour.of(target));
      channel.writeAndFlush(Answers.json("{}"));
    } else if (head.startsWith("POST")) {
      answer(role.behaviour());
    } else {
      channel.writeAndFlush(Answers.json("{\"data\":[],\"has_more\":false}"));
    }
  }

  private void answer(Behaviour behaviour) {
    if (behaviour.intervalMs() > 0) {
      channel.writeAndFlush(Answers.begin(channel.alloc()));
      new PacedStream(channel, behaviour).start();
    } else if (behaviour.delayMs() > 0) {
      var _ =
          channel
              .eventLoop()
              .schedule(
                  () -> channel.writeAndFlush(role.whole()),
                  behaviour.delayMs(),
                  TimeUnit.MILLISECONDS);
    } else {
      channel.writeAndFlush(role.whole());
    }
  }
}

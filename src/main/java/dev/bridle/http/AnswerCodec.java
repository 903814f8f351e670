package dev.bridle.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 to upstreams, as usual but for one thing: bytes that belong to no answer end their
 * connection. The usual one keeps them and takes them for the beginning of the next answer, which
 * may be another organization's.
 */
final class AnswerCodec
    extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {
  /** What Vert.x calls the one that it puts into a connection. */
  private static final String PLACE = "codec";

  private final Queue<HttpMethod> unanswered = new ArrayDeque<>(1);

  private AnswerCodec(HttpDecoderConfig config) {
    init(new Decoder(config), new HttpRequestEncoder());
  }

  /** Takes the place of the usual one; before anything is sent. */
  static void putInto(HttpConnection connection, HttpDecoderConfig config) {
    var pipeline = ((HttpClientConnection) connection).channelHandlerContext().pipeline();
    pipeline.replace(PLACE, PLACE, new AnswerCodec(config));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpRequest request) {
      unanswered.add(request.method());
    }
    super.write(context, message, promise);
  }

  private final class Decoder extends HttpResponseDecoder {
    private @Nullable HttpResponse head;

    Decoder(HttpDecoderConfig config) {
      super(config);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage answer) {
      return HttpMethod.HEAD.equals(unanswered.peek()) || super.isContentAlwaysEmpty(answer);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
        throws Exception {
      if (unanswered.isEmpty()) {
        bytes.skipBytes(bytes.readableBytes());
        var _ = context.close();
        return;
      }
      int before = out.size();
      super.decode(context, bytes, out);
      for (Object part : out.subList(before, out.size())) {
        read(part, bytes);
      }
    }

    private void read(Object part, ByteBuf rest) {
      if (part instanceof HttpResponse response) {
        head = response;
      }
      if (part instanceof LastHttpContent && head != null && !isInformation(head)) {
        unanswered.poll();
        if (rest.isReadable()) {
          // As if the upstream had said so: the answer is whole, and nothing comes after it.
          head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
      }
    }

    private static boolean isInformation(HttpResponse response) {
      return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}

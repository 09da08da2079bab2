// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.problem.request.ConnectionEnd;
import dev.cardwire.stream.fanout.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection under a stream. Over HTTP/1 it carries one request and no other: what follows would wait for hours, in a
 * queue without bound that the server walks through for every request it adds, and garbage would be read without end.
 */
final class StreamConnection {

    private final HttpServerRequest request;
    /** Null for HTTP/2, whose connection is other streams' too. */
    private final @Nullable ConnectionBase own;

    private StreamConnection(HttpServerRequest request, @Nullable ConnectionBase own) {
        this.request = request;
        this.own = own;
    }

    static StreamConnection of(HttpServerRequest request) {
        boolean shared = request.version() == HttpVersion.HTTP_2;
        return new StreamConnection(
                request, !shared && request.connection() instanceof ConnectionBase connection ? connection : null);
    }

    /**
     * From now on whatever arrives closes it, beginning with what the decoder has read already. The decoder goes, and takes
     * its memory along. What it has passed on, the end of this request, still reaches the server.
     */
    void takeNoOtherRequest(RoutingContext context) {
        if (own == null) {
            return;
        }
        announceClose(context);
        ChannelPipeline pipeline = own.channel().pipeline();
        if (pipeline.get(HttpRequestDecoder.class) != null) {
            pipeline.replace(HttpRequestDecoder.class, "nothing-behind-a-stream", new NothingBehind());
        }
    }

    /** The server overwrites the header for a client of HTTP/1.0 that would like to keep its connection (RFC 9112, 9.3). */
    private void announceClose(RoutingContext context) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            context.addHeadersEndHandler(head -> ConnectionEnd.after(request));
        } else {
            ConnectionEnd.after(request);
        }
    }

    /** Runs the action when the connection is gone; not for HTTP/2, where a client goes without its connection. */
    void onClose(Runnable action) {
        if (own != null) {
            own.channel().closeFuture().addListener(closed -> action.run());
        }
    }

    /** Closes in order, once everything written has been sent; a response without a length ends so (RFC 9112, 6.3). */
    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
    void close() {
        if (own != null) {
            own.channel().eventLoop().execute(own::close);
        }
    }

    /** For HTTP/2 the stream alone. */
    void cut() {
        if (own == null) {
            request.response().reset();
        } else {
            cut(own.channel());
        }
    }

    /**
     * The server's own close waits until everything is sent, here for ever, and so does the channel's, which it overrides; the
     * kernel would go on trying as well. So the close begins below the server's handler, and ends with a reset.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
    private static void cut(Channel channel) {
        set(channel, ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        // none is left once the channel is gone, which is what was wanted
        if (lowest != null) {
            lowest.close();
        }
    }

    /** Whether other streams use it too. */
    boolean isShared() {
        return own == null;
    }

    /** The kernel's other end, which is the nearest proxy if there is one; null once the connection is gone. */
    @Nullable Peer peer() {
        return request.connection() instanceof ConnectionBase connection
                        && connection.channel().remoteAddress() instanceof InetSocketAddress remote
                        && connection.channel().localAddress() instanceof InetSocketAddress local
                ? new Peer(remote.getAddress(), remote.getPort(), local.getPort())
                : null;
    }

    /** How much the kernel may keep of what was written. */
    void sendBuffer(int bytes) {
        if (request.connection() instanceof ConnectionBase connection) {
            set(connection.channel(), ChannelOption.SO_SNDBUF, bytes);
        }
    }

    private static void set(Channel channel, ChannelOption<Integer> option, int value) {
        if (channel.isOpen()) {
            channel.config().setOption(option, value);
        }
    }

    /** In the place of the decoder, which is below the server and above TLS. */
    private static final class NothingBehind extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            boolean empty = !bytes.isReadable();
            bytes.release();
            if (!empty) {
                cut(context.channel());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.FrameSink;
import dev.cardwire.stream.fanout.StreamConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.InstantSource;

/** A stream's bytes as an HTTP response. */
final class HttpFrameSink implements FrameSink {

    /** What a client that does not read gets to take its last words before the connection is cut. */
    private static final long FAREWELL_MILLIS = 2_000;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final InstantSource time;
    /** One handler for all writes: a write must not cost an object. */
    private final Handler<AsyncResult<Void>> sent = this::sent;

    private int inFlight;
    private long movedAt;

    HttpFrameSink(Vertx vertx, HttpServerRequest request, InstantSource time, StreamConfig.Flow flow) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.time = time;
        response.setWriteQueueMaxSize(flow.writeBytes());
        // left to itself, the kernel lets the buffer of a client that does not read grow to megabytes
        set(ChannelOption.SO_SNDBUF, flow.socketBytes());
    }

    private void set(ChannelOption<Integer> option, int value) {
        if (request.connection() instanceof ConnectionBase connection
                && connection.channel().isOpen()) {
            connection.channel().config().setOption(option, value);
        }
    }

    @Override
    public void write(Buffer bytes) {
        if (inFlight++ == 0) {
            movedAt = time.millis();
        }
        response.write(bytes, sent);
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
        response.drainHandler(ignored -> action.run());
    }

    @Override
    public boolean unsent() {
        return inFlight > 0;
    }

    @Override
    public long movedAt() {
        return movedAt;
    }

    @Override
    public void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
            vertx.setTimer(FAREWELL_MILLIS, ignored -> cutIfUnsent());
        }
    }

    /**
     * The server's own close waits until everything is sent, here for ever, and so does the channel's, which it overrides; the
     * kernel would go on trying as well. So the close begins below the server's handler, and ends with a reset.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
    public void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else if (request.connection() instanceof ConnectionBase connection) {
            set(ChannelOption.SO_LINGER, 0);
            ChannelHandlerContext lowest = connection.channel().pipeline().firstContext();
            // none is left once the channel is gone, which is what was wanted
            if (lowest != null) {
                lowest.close();
            }
        }
    }

    private void cutIfUnsent() {
        if (unsent()) {
            cut();
        }
    }

    private void sent(AsyncResult<Void> result) {
        inFlight--;
        movedAt = time.millis();
    }
}

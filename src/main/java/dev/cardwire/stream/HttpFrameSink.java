// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.FrameSink;
import dev.cardwire.stream.fanout.Peer;
import dev.cardwire.stream.fanout.StreamConfig;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A stream's bytes as an HTTP response. */
final class HttpFrameSink implements FrameSink {

    /** What a client that does not read gets to take its last words before the connection is cut. */
    private static final long FAREWELL_MILLIS = 2_000;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final StreamConnection connection;
    private final StreamEnd streamEnd;
    private final InstantSource time;
    /** One handler for all writes: a write must not cost an object. */
    private final Handler<AsyncResult<Void>> sent = this::sent;

    private int inFlight;
    private long movedAt;
    private long written;

    HttpFrameSink(
            Vertx vertx,
            HttpServerResponse response,
            StreamConnection connection,
            StreamEnd streamEnd,
            InstantSource time,
            StreamConfig.Flow flow) {
        this.vertx = vertx;
        this.response = response;
        this.connection = connection;
        this.streamEnd = streamEnd;
        this.time = time;
        response.setWriteQueueMaxSize(flow.writeBytes());
        // left to itself, the kernel lets the buffer of a client that does not read grow to megabytes
        connection.sendBuffer(flow.socketBytes());
    }

    @Override
    public void write(Buffer bytes) {
        if (inFlight++ == 0) {
            movedAt = time.millis();
        }
        written += bytes.length();
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
    public @Nullable Peer peer() {
        return connection.peer();
    }

    @Override
    public long written() {
        return connection.isShared() ? -1 : written;
    }

    @Override
    public void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
            vertx.setTimer(FAREWELL_MILLIS, ignored -> cutIfUnsent());
        }
    }

    @Override
    public void cut() {
        connection.cut();
    }

    private void cutIfUnsent() {
        if (unsent()) {
            cut();
        }
    }

    /** What a stream cannot write it cannot skip either: the client resumes on another connection. */
    private void sent(AsyncResult<Void> result) {
        inFlight--;
        movedAt = time.millis();
        if (result.failed()) {
            cut();
            streamEnd.come();
        }
    }
}

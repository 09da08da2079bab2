// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.stream.fanout.SseFrames;
import dev.cardwire.stream.fanout.Viewer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** A request for a stream whose viewer is known, and what it may show. */
record StreamArrival(
        RoutingContext request, StreamConnection connection, StreamEnd end, Viewer viewer, LogScope scope) {

    boolean isGone() {
        return request.response().closed() || request.response().ended();
    }

    /** The head of the answer, be it a stream or the advice to look for one elsewhere. */
    HttpServerResponse begin() {
        return request.response()
                .setStatusCode(200)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
    }

    /** A native EventSource gives up for good on any status but 200, so a full replica answers with a stream that ends. */
    void sendElsewhere(Duration wait) {
        HttpServerResponse response = begin();
        response.write(SseFrames.draining(wait));
        response.end();
    }
}

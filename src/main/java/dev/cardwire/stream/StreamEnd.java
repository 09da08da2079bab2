// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream, whichever part of it ends first: its response, its connection, or a write. A server that stumbles
 * over one connection's end reports no end of the response at all, and what the stream holds would be held for good.
 */
final class StreamEnd {

    /** Null once it has come. */
    private @Nullable List<Runnable> actions = new ArrayList<>(4);

    private StreamEnd() {}

    static StreamEnd of(RoutingContext request, StreamConnection connection) {
        StreamEnd end = new StreamEnd();
        request.addEndHandler(ended -> end.come());
        connection.onClose(end::come);
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            end.come();
        }
        return end;
    }

    /** Runs the action once, when the end comes; at once if it has come. */
    void then(Runnable action) {
        if (!added(action)) {
            action.run();
        }
    }

    private synchronized boolean added(Runnable action) {
        return actions != null && actions.add(action);
    }

    /** It is the end, whatever else may still be reported. */
    void come() {
        taken().forEach(Runnable::run);
    }

    private synchronized List<Runnable> taken() {
        List<Runnable> due = actions;
        actions = null;
        return due == null ? List.of() : due;
    }
}

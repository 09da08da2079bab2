// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gives back what a request took, once. */
public final class RequestEnd {

    private RequestEnd() {}

    /** Runs the action when the request is over; at once if it is already, for then no end handler is ever called. */
    public static void run(RoutingContext request, Runnable action) {
        AtomicBoolean ran = new AtomicBoolean();
        Runnable once = () -> {
            if (ran.compareAndSet(false, true)) {
                action.run();
            }
        };
        request.addEndHandler(ended -> once.run());
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            once.run();
        }
    }
}

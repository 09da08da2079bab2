// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** The hub of the event loop that asks, also for a client that comes while the replica still looks for the log. */
@Singleton
public class NearestHub {

    private final StreamHubs hubs;
    private final LogTail tail;

    NearestHub(StreamHubs hubs, LogTail tail) {
        this.hubs = hubs;
        this.tail = tail;
    }

    /**
     * The hub, on the event loop that asks for it. Waits for one read of the log if none has found it yet, which ends in
     * time: {@code EventSource} gives up for good on a refusal. Empty when that read did not find the log either.
     */
    public Uni<StreamHub> find() {
        StreamHub hub = hubs.here();
        if (hub != null) {
            return Uni.createFrom().item(hub);
        }
        Context own = Vertx.currentContext();
        return Uni.createFrom()
                .emitter(waiting -> tail.afterNextRead(() -> own.runOnContext(read -> waiting.complete(hubs.here()))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Time-outs, pauses and shared answers end on threads of their own; a database session of the caller is bound to the
 * Vert.x context it was opened on and fails anywhere else.
 */
public final class CallerContext {

    private CallerContext() {}

    /** Long work on a worker's thread, so that it holds up no stream and no webhook; ends where it was subscribed on. */
    public static <T> Uni<T> onWorker(Supplier<T> work) {
        return keep(Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    /** The same, but ending on the Vert.x context it was subscribed on, if there was one. */
    public static <T> Uni<T> keep(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work : work.emitOn(rest -> caller.runOnContext(nothing -> rest.run()));
        });
    }
}

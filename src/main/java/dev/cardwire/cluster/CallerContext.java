package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Time-outs, pauses and shared answers end on threads of their own; a database session of the caller is bound to the
 * Vert.x context it was opened on and fails anywhere else.
 */
public final class CallerContext {

    private CallerContext() {}

    /** The same, but ending on the Vert.x context it was subscribed on, if there was one. */
    public static <T> Uni<T> keep(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work : work.emitOn(rest -> caller.runOnContext(nothing -> rest.run()));
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that cannot be called off once it was asked for, such as a connection out of a pool. A caller that gives
 * up leaves the wish standing and finds it again with the next try; asking anew each time would use up the pool, because
 * nobody would take, or give back, what comes late.
 */
public final class PendingAcquisition<T> {

    private final Supplier<Uni<T>> ask;
    private @Nullable Uni<T> wish;

    public PendingAcquisition(Supplier<Uni<T>> ask) {
        this.ask = ask;
    }

    /** It, whoever asked for it first; fails when it is not there in time, and as asking fails. */
    public Uni<T> within(Duration wait) {
        return Uni.createFrom()
                .deferred(this::standing)
                .ifNoItem()
                .after(wait)
                .fail()
                .invoke(this::fulfilled);
    }

    private synchronized Uni<T> standing() {
        Uni<T> standing = wish;
        if (standing == null) {
            standing = ask.get().onFailure().invoke(this::fulfilled).memoize().indefinitely();
            wish = standing;
        }
        return standing;
    }

    private synchronized void fulfilled() {
        wish = null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.smallrye.mutiny.Uni;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of actions run at once; the others wait in the order they came. Whoever does not want its answer any more
 * leaves the queue: clients that come and go must not make those wait that stay.
 */
final class Gate {

    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int free;
    private boolean starting;

    Gate(int width) {
        this.free = width;
    }

    <T> Uni<T> pass(Supplier<Uni<T>> action) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable turn = () -> Uni.createFrom()
                    .deferred(() -> action.get())
                    .onTermination()
                    .invoke(this::ended)
                    .subscribe()
                    .with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> leave(turn));
            enter(turn);
        });
    }

    private synchronized void leave(Runnable turn) {
        waiting.remove(turn);
    }

    private void enter(Runnable turn) {
        synchronized (this) {
            waiting.add(turn);
        }
        startWaiting();
    }

    private void ended() {
        synchronized (this) {
            free++;
        }
        startWaiting();
    }

    /**
     * One after the other, never one from within the end of another: of thousands that fail at once each would stand on the
     * stack of the one before. Whoever comes while somebody is at it has its turn started by him.
     */
    private void startWaiting() {
        for (Runnable turn = next(); turn != null; turn = next()) {
            try {
                turn.run();
            } finally {
                started();
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Iterator<Runnable> first = waiting.iterator();
        if (starting || free == 0 || !first.hasNext()) {
            return null;
        }
        Runnable turn = first.next();
        first.remove();
        free--;
        starting = true;
        return turn;
    }

    private synchronized void started() {
        starting = false;
    }
}

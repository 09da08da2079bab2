package dev.cardwire.stream;

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

    Gate(int width) {
        this.free = width;
    }

    <T> Uni<T> pass(Supplier<Uni<T>> action) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable turn = () -> Uni.createFrom()
                    .deferred(() -> action.get())
                    .onTermination()
                    .invoke(this::next)
                    .subscribe()
                    .with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> leave(turn));
            enter(turn);
        });
    }

    private synchronized void leave(Runnable turn) {
        waiting.remove(turn);
    }

    private void enter(Runnable action) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(action);
                return;
            }
            free--;
        }
        action.run();
    }

    private void next() {
        Runnable successor = take();
        if (successor != null) {
            successor.run();
        }
    }

    private synchronized @Nullable Runnable take() {
        Iterator<Runnable> first = waiting.iterator();
        if (!first.hasNext()) {
            free++;
            return null;
        }
        Runnable successor = first.next();
        first.remove();
        return successor;
    }
}

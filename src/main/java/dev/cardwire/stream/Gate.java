package dev.cardwire.stream;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a number of actions run at once; the others wait in the order they came. */
final class Gate {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Gate(int width) {
        this.free = width;
    }

    <T> Uni<T> pass(Supplier<Uni<T>> action) {
        return Uni.createFrom()
                .emitter(emitter -> enter(() -> action.get()
                        .onTermination()
                        .invoke(this::next)
                        .subscribe()
                        .with(emitter::complete, emitter::fail)));
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
        Runnable successor = waiting.poll();
        if (successor == null) {
            free++;
        }
        return successor;
    }
}

package dev.cardwire.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question that can be called off. Once it is answered nothing of it is kept, because the stream lives for hours more. */
final class Asking {

    private volatile @Nullable Cancellable work;
    private volatile boolean over;

    private Asking() {}

    static <T> Asking of(Uni<T> question, Consumer<T> use, Consumer<Throwable> failed) {
        Asking asking = new Asking();
        asking.work =
                question.onTermination().invoke(asking::forget).subscribe().with(use, failed);
        if (asking.over) {
            asking.work = null;
        }
        return asking;
    }

    /** Whoever asked does not want the answer any more. */
    void cancel() {
        Cancellable running = work;
        if (running != null) {
            running.cancel();
        }
    }

    private void forget() {
        over = true;
        work = null;
    }
}

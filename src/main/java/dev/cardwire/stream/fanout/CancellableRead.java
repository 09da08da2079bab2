// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question that can be called off. Once it is answered nothing of it is kept, because the stream lives for hours more. */
public final class CancellableRead {

    private volatile @Nullable Cancellable work;
    private volatile boolean over;

    private CancellableRead() {}

    /** Starts a read; exactly one of the two is called, unless it is cancelled. */
    public static <T> CancellableRead of(Uni<T> question, Consumer<T> use, Consumer<Throwable> failed) {
        CancellableRead asking = new CancellableRead();
        asking.work =
                question.onTermination().invoke(asking::forget).subscribe().with(use, failed);
        if (asking.over) {
            asking.work = null;
        }
        return asking;
    }

    /** Whoever asked does not want the answer any more. */
    public void cancel() {
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

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Work that is asked for far more often than it needs doing: at most one runs, and at most one more waits. */
public final class CoalescedWork {

    private enum State {
        IDLE,
        RUNNING,
        RUNNING_AND_WANTED
    }

    private final Supplier<Uni<Void>> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    public CoalescedWork(Supplier<Uni<Void>> work) {
        this.work = work;
    }

    /** Returns at once; the work's failures are swallowed. */
    public void request() {
        State before = state.getAndUpdate(now -> now == State.IDLE ? State.RUNNING : State.RUNNING_AND_WANTED);
        if (before == State.IDLE) {
            run();
        }
    }

    private void run() {
        Uni.createFrom().deferred(work::get).subscribe().with(done -> ended(), failed -> ended());
    }

    private void ended() {
        if (!state.compareAndSet(State.RUNNING, State.IDLE)) {
            state.set(State.RUNNING);
            run();
        }
    }
}

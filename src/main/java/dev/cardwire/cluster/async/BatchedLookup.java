// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * Look-ups in round trips of many: what is asked while one is on its way goes into the next, without a timer. A look-up
 * never fails; what cannot be asked is not known.
 */
public final class BatchedLookup {

    /** So many round trips nobody waits for. */
    private static final int MOST_QUESTIONS = 8;

    private final Function<List<String>, Uni<List<Optional<String>>>> ask;
    private final int most;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private boolean asking;

    private record Waiting(String key, UniEmitter<? super Optional<String>> caller) {}

    /**
     * @param ask finds the values of keys, in their order
     * @param most keys in one question
     */
    public BatchedLookup(Function<List<String>, Uni<List<Optional<String>>>> ask, int most) {
        this.ask = ask;
        this.most = most;
    }

    /** The value of a key; empty when it has none or cannot be asked for. */
    public Uni<Optional<String>> of(String key) {
        return Uni.createFrom().emitter(caller -> {
            if (enqueue(new Waiting(key, caller))) {
                askNext();
            } else {
                caller.complete(Optional.empty());
            }
        });
    }

    /** A store that is slow, but not slow enough to be left alone, must not collect everybody. */
    private synchronized boolean enqueue(Waiting waiting) {
        return queue.size() < most * MOST_QUESTIONS && queue.add(waiting);
    }

    private void askNext() {
        List<Waiting> batch = next();
        if (!batch.isEmpty()) {
            Uni.createFrom()
                    .deferred(() -> ask.apply(batch.stream().map(Waiting::key).toList()))
                    .subscribe()
                    .with(found -> ended(batch, found), failure -> ended(batch, List.of()));
        }
    }

    private synchronized List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        while (!asking && batch.size() < most && !queue.isEmpty()) {
            batch.add(queue.remove());
        }
        asking |= !batch.isEmpty();
        return batch;
    }

    private void ended(List<Waiting> batch, List<Optional<String>> found) {
        synchronized (this) {
            asking = false;
        }
        // before the answers: those who get one may take their time
        askNext();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).caller().complete(i < found.size() ? found.get(i) : Optional.empty());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one read of the log that a stream may be waiting for. What an earlier one answers comes too late and is void. */
final class PendingRead {

    private final StreamHub hub;
    private final Subscription stream;
    private boolean underWay;
    private int round;

    @Nullable private CancellableRead asking;

    PendingRead(StreamHub hub, Subscription stream) {
        this.hub = hub;
        this.stream = stream;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Asks; the stream goes on after the answer was used, or is told to ask again some time after a failure. */
    <T> void ask(Uni<T> read, Consumer<T> use) {
        underWay = true;
        int asked = ++round;
        asking = hub.ask(
                read,
                found -> {
                    if (endsWith(asked)) {
                        use.accept(found);
                        stream.pump();
                    }
                },
                () -> hub.retryLater(stream, asked));
    }

    /** Ends the wait if it was for that round. */
    boolean endsWith(int asked) {
        boolean current = asked == round;
        underWay &= !current;
        return current;
    }

    /** Its place in the queue is given up too. */
    void forget() {
        round++;
        underWay = false;
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }
}

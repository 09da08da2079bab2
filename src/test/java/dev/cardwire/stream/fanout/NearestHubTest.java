// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.SettableClock;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearestHubTest {

    private final Vertx vertx = Vertx.vertx();
    private final FakeLog feed = new FakeLog(10);
    private final SettableClock clock = new SettableClock(Streams.THEN);
    private final StreamHubs hubs = Streams.hubs(feed, Streams.config(Map.of()), clock, Streams.meters());
    private final LogTail tail = new LogTail(feed, () -> Streams.LOG, hubs, 10, clock);
    private final NearestHub nearest = new NearestHub(hubs, tail);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void clientThatComesBeforeTheLogWasFoundWaitsForIt() {
        feed.hold();

        CompletableFuture<StreamHub> found = find();
        assertThat(found).isNotDone();

        assertThat(feed.letOneThrough()).isTrue();
        assertThat(found.join()).isNotNull();
    }

    @Test
    void findsNothingWhileTheStoreIsAway() {
        feed.setAway(true);

        assertThat(find().join()).isNull();
    }

    @Test
    void readsNothingOnceTheLogIsKnown() {
        tail.wake();
        int reads = feed.reads();

        assertThat(find().join()).isNotNull();
        assertThat(feed.reads()).isEqualTo(reads);
    }

    /** Asks on an event loop and comes back when it has asked, answered or not. */
    private CompletableFuture<StreamHub> find() {
        CompletableFuture<StreamHub> found = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(loop -> {
            nearest.find().subscribe().with(found::complete, found::completeExceptionally);
            asked.complete(null);
        });
        asked.join();
        return found;
    }
}

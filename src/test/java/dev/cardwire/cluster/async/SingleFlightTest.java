// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final Vertx vertx = Vertx.vertx();
    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger started = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void callersShareTheWorkAndGoOnAsThemselves() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        Context first = ((VertxInternal) vertx).createEventLoopContext();
        Context second = ((VertxInternal) vertx).createEventLoopContext();
        List<CompletableFuture<Context>> ends = List.of(join(first, work), join(second, work));
        work.complete("shared");
        assertThat(ends.get(0).get(20, TimeUnit.SECONDS)).isSameAs(first);
        assertThat(ends.get(1).get(20, TimeUnit.SECONDS)).isSameAs(second);
        assertThat(started).hasValue(1);
    }

    @Test
    void nextCallerAfterTheEndStartsAgain() throws Exception {
        Context caller = ((VertxInternal) vertx).createEventLoopContext();
        join(caller, CompletableFuture.completedFuture("one")).get(20, TimeUnit.SECONDS);
        join(caller, CompletableFuture.completedFuture("two")).get(20, TimeUnit.SECONDS);
        assertThat(started).hasValue(2);
    }

    /** Returns once the caller has joined; where he then goes on. */
    private CompletableFuture<Context> join(Context caller, CompletableFuture<String> work) throws Exception {
        CompletableFuture<Context> end = new CompletableFuture<>();
        CompletableFuture<Void> joined = new CompletableFuture<>();
        caller.runOnContext(nothing -> {
            flights.join("key", () -> {
                        started.incrementAndGet();
                        return Uni.createFrom().completionStage(work);
                    })
                    .subscribe()
                    .with(result -> end.complete(Vertx.currentContext()), end::completeExceptionally);
            joined.complete(null);
        });
        joined.get(20, TimeUnit.SECONDS);
        return end;
    }
}

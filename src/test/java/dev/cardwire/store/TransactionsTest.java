// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private final Vertx vertx = Vertx.vertx();

    private final Transactions transactions =
            new Transactions(vertx, new StoreConnections(), () -> Duration.ofMillis(50));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsOfAStoreThatNeverAnswersOnTheContextThatAsked() throws Exception {
        Context caller = vertx.getOrCreateContext();
        CompletableFuture<Context> told = new CompletableFuture<>();
        caller.runOnContext(nothing -> transactions
                .inTime(Uni.createFrom().nothing())
                .subscribe()
                .with(never -> told.cancel(false), failure -> {
                    assertThat(failure).isInstanceOf(TimeoutException.class);
                    told.complete(Vertx.currentContext());
                }));
        assertThat(told.get(10, TimeUnit.SECONDS)).isSameAs(caller);
    }

    @Test
    void handsOnWhatComesInTime() {
        assertThat(transactions.inTime(Uni.createFrom().item(1)).await().atMost(Duration.ofSeconds(10)))
                .isEqualTo(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Does every step once, as soon as the server listens: one after the other, because each is faster after the one before it. */
@ApplicationScoped
class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    private final Instance<WarmUpStep> steps;
    private final OwnCalls calls;
    private final WarmUpConfig config;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean done;

    WarmUp(@Any Instance<WarmUpStep> steps, OwnCalls calls, WarmUpConfig config) {
        this.steps = steps;
        this.calls = calls;
        this.config = config;
        this.done = !config.enabled();
    }

    /** Whether it is over, or was never asked for. */
    boolean isDone() {
        return done;
    }

    void plain(@ObservesAsync HttpServerStart started) {
        begin(started.options(), false);
    }

    void encrypted(@ObservesAsync HttpsServerStart started) {
        begin(started.options(), true);
    }

    private void begin(HttpServerOptions server, boolean encrypted) {
        if (config.enabled() && begun.compareAndSet(false, true)) {
            all(server, encrypted)
                    .ifNoItem()
                    .after(config.within())
                    .fail()
                    .onTermination()
                    .invoke(calls::end)
                    .subscribe()
                    .with(all -> done = true, late -> {
                        LOG.warnf(
                                "not warm after %d s: the first callers wait longer",
                                config.within().toSeconds());
                        done = true;
                    });
        }
    }

    private Uni<Void> all(HttpServerOptions server, boolean encrypted) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(step -> quietly(Uni.createFrom().deferred(() -> step.run())))
                .onItem()
                .ignoreAsUni()
                .chain(() -> quietly(calls.run(server, encrypted)));
    }

    private static Uni<Void> quietly(Uni<Void> step) {
        return step.onFailure()
                .invoke(failure -> LOG.debugf("a step of the warm-up failed: %s", failure.getClass()))
                .onFailure()
                .recoverWithNull();
    }
}

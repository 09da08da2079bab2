// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on a context of their own: the caller's session, if it has one, is never drawn in, and background work
 * needs no request. What PostgreSQL refuses because somebody else was first is tried again.
 */
@ApplicationScoped
public class Transactions {

    /** Deadlock, serialisation failure, lock not available: nothing was done, and the next try can succeed. */
    private static final Set<String> CONTENTION = Set.of("40P01", "40001", "55P03");

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);
    /** A vanished replica holds its locks for 5 s; a waiter must outlast that. */
    private static final long GIVE_UP_MILLIS = 8_000;

    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final String AFTER_COMMIT = Transactions.class.getName();

    private final Vertx vertx;
    private final StoreConnections connections;
    private final long limitMillis;

    Transactions(Vertx vertx, StoreConnections connections, TransactionConfig config) {
        this.vertx = vertx;
        this.connections = connections;
        this.limitMillis = config.storeWithin().toMillis();
    }

    /**
     * Runs the work in a new session and transaction; repeated as a whole on contention. After a {@link TimeoutException}
     * it may be committed or not, as after every connection that breaks.
     */
    public <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return inTime(onOwnContext(() ->
                        Panache.withTransaction(() -> Panache.getSession().flatMap(session -> work.apply(session))))
                .onFailure(Transactions::isContention)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.5)
                .expireIn(GIVE_UP_MILLIS));
    }

    /** Runs a read in a new session. */
    public <T> Uni<T> inSession(Function<Mutiny.Session, Uni<T>> work) {
        return inTime(onOwnContext(
                () -> Panache.withSession(() -> Panache.getSession().flatMap(session -> work.apply(session)))));
    }

    /**
     * The server's own limits end nothing when the server is gone, so the caller is answered here, on the context that was
     * asked on. The statement itself is not called off: it ends with its connection. For work that needs no session.
     */
    public <T> Uni<T> inTime(Uni<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    Context caller = Vertx.currentContext();
                    Cancellable running = work.subscribe()
                            .with(
                                    item -> back(caller, () -> emitter.complete(item)),
                                    failure -> back(caller, () -> emitter.fail(failure)));
                    long timer = vertx.setTimer(limitMillis, late -> {
                        running.cancel();
                        back(caller, () -> emitter.fail(new TimeoutException("the store did not answer in time")));
                    });
                    emitter.onTermination(() -> vertx.cancelTimer(timer));
                })
                .onFailure()
                .invoke(connections::replaceAfter);
    }

    /**
     * From inside of a transaction: what to do once it is committed, and never otherwise. Each try of a transaction has its
     * own. Nobody waits for it, and a failure undoes nothing.
     */
    public static void afterCommit(Runnable action) {
        ContextLocals.<Queue<Runnable>>get(AFTER_COMMIT)
                .orElseThrow(() -> new IllegalStateException("there is no transaction here"))
                .add(action);
    }

    private static void committed(Queue<Runnable> actions) {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException failed) {
                LOG.error("what follows from a commit failed", failed);
            }
        }
    }

    private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(own, true);
            Queue<Runnable> after = new ArrayDeque<>();
            own.runOnContext(started -> Uni.createFrom()
                    // a failure before the first stage would be lost on this context, and the caller would wait for
                    // ever
                    .deferred(() -> {
                        ContextLocals.put(AFTER_COMMIT, after);
                        return work.get();
                    })
                    .subscribe()
                    .with(
                            item -> {
                                committed(after);
                                back(caller, () -> emitter.complete(item));
                            },
                            failure -> back(caller, () -> emitter.fail(failure))));
        });
    }

    private static void back(@Nullable Context caller, Runnable signal) {
        if (caller == null || caller == Vertx.currentContext()) {
            signal.run();
        } else {
            caller.runOnContext(resumed -> signal.run());
        }
    }

    /** Whether the failure is one that a repetition can cure. */
    static boolean isContention(Throwable failure) {
        String state = SqlStates.of(failure);
        return failure instanceof ContentionException || (state != null && CONTENTION.contains(state));
    }
}

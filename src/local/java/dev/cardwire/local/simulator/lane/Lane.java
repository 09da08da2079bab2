// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.lane;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which everything of the simulator happens, one piece of work after the other. So no handler needs a
 * lock, and a piece of work is either wholly in the journal or not at all: it is committed before its result is seen.
 */
public final class Lane implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    private final Runnable commit;
    private final ScheduledThreadPoolExecutor thread;

    public Lane(Runnable commit) {
        this.commit = commit;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread worker = new Thread(work, "simulated-uqpay");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    T value = work.call();
                    commit.run();
                    result.complete(value);
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    /** Runs the work later; what it throws is logged. The answer cancels it. */
    public Runnable after(Duration wait, Runnable work) {
        try {
            var planned = thread.schedule(() -> logged(work), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
            return () -> planned.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    public void run(Runnable work) {
        after(Duration.ZERO, work);
    }

    private void logged(Runnable work) {
        try {
            work.run();
            commit.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Simulated UQPAY stumbled", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

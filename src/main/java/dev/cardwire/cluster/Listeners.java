// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Those who want to be woken, all on one event loop; many rings at once wake them once. */
@ApplicationScoped
class Listeners {

    private static final Logger LOG = Logger.getLogger(Listeners.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Context loop;

    Listeners(Vertx vertx) {
        this.loop = vertx.getOrCreateContext();
    }

    void add(Runnable listener) {
        listeners.add(listener);
    }

    void wake() {
        if (due.compareAndSet(false, true)) {
            loop.runOnContext(nothing -> run());
        }
    }

    private void run() {
        // before they run: a ring from now on may announce something that they no longer see
        due.set(false);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException broken) {
                LOG.error("a listener of the bell failed", broken);
            }
        }
    }
}

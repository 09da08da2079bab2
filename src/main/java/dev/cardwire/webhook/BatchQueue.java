// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Decides what goes into one transaction together, without a timer: what came while the last ones were under way. A
 * transaction costs as much as many events, so another one begins beside those only for as many events as they have: one
 * event after the other when it is quiet, few large ones under load.
 */
final class BatchQueue<T> {

    private final WebhookConfig.Batch config;
    private final Queue<T> waiting = new ArrayDeque<>();
    private int batchesUnderWay;
    private int eventsUnderWay;

    BatchQueue(WebhookConfig.Batch config) {
        this.config = config;
    }

    /** Whether there was room. */
    synchronized boolean add(T event) {
        return waiting.size() < config.queue() && waiting.add(event);
    }

    synchronized int size() {
        return waiting.size();
    }

    /** The events of the next transaction, in order of arrival; none when it is not time for one. */
    synchronized List<T> next() {
        List<T> batch = new ArrayList<>();
        if (isTimeForOne()) {
            while (batch.size() < config.size() && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            batchesUnderWay++;
            eventsUnderWay += batch.size();
        }
        return batch;
    }

    /** Takes all events out that wait. */
    synchronized List<T> abandon() {
        List<T> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** The transaction of as many events is over. */
    synchronized void done(int events) {
        batchesUnderWay--;
        eventsUnderWay -= events;
    }

    private boolean isTimeForOne() {
        boolean worthIt = waiting.size() >= Math.min(eventsUnderWay, config.size());
        return !waiting.isEmpty() && (batchesUnderWay == 0 || (batchesUnderWay < config.inFlight() && worthIt));
    }
}

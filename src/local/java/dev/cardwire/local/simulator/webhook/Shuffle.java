// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import dev.cardwire.local.simulator.lane.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Turns neighbouring events round. An event waits a moment for the next one about the same card, which then goes first;
 * the first follows when the second was answered, so that the order at the receiver is wrong for certain.
 */
final class Shuffle {
    /** One attempt; the answer comes when it is answered or failed. */
    interface Delivery {
        CompletionStage<Void> deliver(SimulatedEvent event);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Lane lane;
    private final Delivery delivery;
    private final Map<String, SimulatedEvent> held = new HashMap<>();

    Shuffle(Lane lane, Delivery delivery) {
        this.lane = lane;
        this.delivery = delivery;
    }

    void take(SimulatedEvent event) {
        String about = event.cardId().orElse("");
        SimulatedEvent earlier = held.remove(about);
        if (earlier != null) {
            delivery.deliver(event).thenRun(() -> lane.run(() -> delivery.deliver(earlier)));
            return;
        }
        held.put(about, event);
        lane.after(PATIENCE, () -> {
            if (held.remove(about, event)) {
                delivery.deliver(event);
            }
        });
    }
}

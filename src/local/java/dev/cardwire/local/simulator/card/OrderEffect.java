// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import java.util.Optional;

/** What carrying out an order of one type does to its card; the answer is the event that reports it, not yet sent. */
public interface OrderEffect {
    /** Whether the card still takes it: one that ended since the order was accepted is not brought back. */
    default boolean isPossible(SimulatedOrder order, SimulatedCard card) {
        return !card.isFinal();
    }

    Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card);

    Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card);
}

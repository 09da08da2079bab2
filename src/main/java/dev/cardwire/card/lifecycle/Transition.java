// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import org.jspecify.annotations.Nullable;

/** What a signal does to a card's status. */
public sealed interface Transition {

    /**
     * The status changes.
     *
     * @param from null for a card that was not known
     */
    record Moved(@Nullable CardStatus from, CardStatus to) implements Transition {}

    /** Nothing to do: a repeat, an older signal, a mere fact. */
    record Unchanged(String reason) implements Transition {}

    /** The signal contradicts the card's life and is kept with its reason. */
    record Refused(String reason) implements Transition {}

    /** Only a read at UQPAY can decide. */
    record Undecided(String reason) implements Transition {}
}

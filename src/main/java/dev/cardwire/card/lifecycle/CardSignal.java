// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import dev.cardwire.card.CardFacts;
import org.jspecify.annotations.Nullable;

/** What somebody says of a card's status. Facts beside the status travel in {@link CardFacts}. */
public sealed interface CardSignal {

    /**
     * UQPAY accepted the request to issue; its answer's status proves nothing yet ({@code uqpay/api.md} 10.3).
     *
     * @param at when it did, where it says so
     */
    record Accepted(@Nullable EventTime at) implements CardSignal {}

    /**
     * {@code card.create.succeeded}: the card can be used.
     *
     * @param status what the event says of it, normally {@link CardStatus#ACTIVE}
     */
    record Provisioned(CardStatus status) implements CardSignal {}

    /** {@code card.create.failed}: there will be no card. */
    record ProvisioningFailed() implements CardSignal {}

    /**
     * {@code card.status.update.succeeded}.
     *
     * @param at {@code update_time}; without it nothing says which of two such events is newer
     */
    record StatusReported(CardStatus status, @Nullable EventTime at) implements CardSignal {}

    /** An event about something else mentions the status, undated: a reason to read the card, not to move it. */
    record StatusMentioned(CardStatus status) implements CardSignal {}

    /**
     * The card as it was read at UQPAY.
     *
     * @param at when the read was sent, on UQPAY's clock
     * @param signalsSeen the card's counter before the read was sent; null when the card was not known then
     */
    record ReadBack(
            CardStatus status, EventTime at, @Nullable Long signalsSeen) implements CardSignal {}

    /**
     * UQPAY answered a read that it knows no such card.
     *
     * @param at when it was asked, on our own clock
     * @param signalsSeen the card's counter before the read was sent
     * @param certain whether one such answer is enough, because a person asked for it
     */
    record NotFound(EventTime at, long signalsSeen, boolean certain) implements CardSignal {}

    /** Nothing about the status. */
    record Noted() implements CardSignal {}

    /** One case per kind of signal, so that a new kind does not compile until every reader has an answer for it. */
    interface Reader<T> {
        T accepted(Accepted signal);

        T provisioned(Provisioned signal);

        T provisioningFailed(ProvisioningFailed signal);

        T statusReported(StatusReported signal);

        T statusMentioned(StatusMentioned signal);

        T readBack(ReadBack signal);

        T notFound(NotFound signal);

        T noted(Noted signal);
    }

    /** Hands this signal to the reader's method for it. */
    default <T> T read(Reader<T> reader) {
        if (this instanceof Accepted signal) {
            return reader.accepted(signal);
        } else if (this instanceof Provisioned signal) {
            return reader.provisioned(signal);
        } else if (this instanceof ProvisioningFailed signal) {
            return reader.provisioningFailed(signal);
        } else if (this instanceof StatusReported signal) {
            return reader.statusReported(signal);
        } else if (this instanceof StatusMentioned signal) {
            return reader.statusMentioned(signal);
        } else if (this instanceof ReadBack signal) {
            return reader.readBack(signal);
        } else if (this instanceof NotFound signal) {
            return reader.notFound(signal);
        }
        return reader.noted((Noted) this);
    }
}

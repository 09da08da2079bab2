// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** What one kind of write consists of, from top to bottom; {@link Writes} does the rest. */
public interface Story {

    /** Checks the rules of a write that makes something new. A failure is the caller's answer, and the key stays free. */
    default Uni<Void> check() {
        return Uni.createFrom().voidItem();
    }

    /** Checks the rules of a change of a card, under the card's key. A problem is the caller's answer, and nothing is kept. */
    default void checkCard(CardUse use) {}

    /** What is sent, to the byte what a recovery would send again. */
    ObjectNode body(UUID operationId);

    /** Writes what UQPAY answered and all that follows from it in one commit, and returns the answer for the caller. */
    Uni<ObjectNode> keep(UUID operationId, OperationCalls.Answer answer);

    /**
     * A card that is to be changed, as it stands under its key.
     *
     * @param earlier the change of it that has no end yet
     * @param readWanted whether only a read at UQPAY, which has not come yet, shows what is true of it
     */
    public record CardUse(CardSnapshot card, Earlier earlier, boolean readWanted) {}

    /** How far the earlier changes of a card are. */
    public enum Earlier {
        ENDED,
        /** None is known to be under way, but of one it is not known whether UQPAY did it. */
        IN_DOUBT,
        UNDER_WAY
    }
}

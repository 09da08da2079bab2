// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The call at UQPAY for each kind of operation. One place for the first time and for every repeat: UQPAY compares the bytes
 * that come under a key, and other ones would leave the operation in doubt.
 */
@ApplicationScoped
public class OperationCalls {

    private final Uqpay uqpay;

    OperationCalls(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    /**
     * Sends the call that an operation of this kind is.
     *
     * @param cardId the card to be changed; null for a creation
     */
    public Uni<Answer> send(OperationKind kind, @Nullable UUID cardId, ObjectNode body, UqpayCall call) {
        return switch (kind) {
            case ISSUE_CARD -> uqpay.createCard(body, call).map(Answer::of);
            case CREATE_CARDHOLDER -> uqpay.createCardholder(body, call).map(Answer::of);
            case UPDATE_CARD ->
                uqpay.updateCard(Objects.requireNonNull(cardId), body, call).map(Answer::of);
            case UPDATE_STATUS -> act(cardId, "status", body, call);
            case RECHARGE -> act(cardId, "recharge", body, call);
            case WITHDRAW -> act(cardId, "withdraw", body, call);
        };
    }

    private Uni<Answer> act(@Nullable UUID cardId, String action, ObjectNode body, UqpayCall call) {
        return uqpay.act(Objects.requireNonNull(cardId), action, body, call).map(Answer::of);
    }

    /**
     * UQPAY's answer to a write that it accepted.
     *
     * @param cardholder the whole answer where a cardholder was made, which holds what is not stored
     */
    public record Answer(
            UqpayAcceptance acceptance, @Nullable UqpayCardholder cardholder) {

        static Answer of(UqpayAcceptance acceptance) {
            return new Answer(acceptance, null);
        }

        static Answer of(UqpayCardholder made) {
            return new Answer(UqpayAcceptance.ofCardholder(made.cardholderId()), made);
        }
    }
}

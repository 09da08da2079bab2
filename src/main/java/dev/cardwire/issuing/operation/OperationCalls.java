// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCall;
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

    /** @param cardId the card to be changed; null for a creation */
    public Uni<UpstreamAnswer> send(OperationKind kind, @Nullable UUID cardId, ObjectNode body, UqpayCall call) {
        return switch (kind) {
            case ISSUE_CARD -> uqpay.createCard(body, call).map(UpstreamAnswer::of);
            case CREATE_CARDHOLDER -> uqpay.createCardholder(body, call).map(UpstreamAnswer::of);
            case UPDATE_CARD -> uqpay.updateCard(Objects.requireNonNull(cardId), body, call).map(UpstreamAnswer::of);
            case UPDATE_STATUS -> act(cardId, "status", body, call);
            case RECHARGE -> act(cardId, "recharge", body, call);
            case WITHDRAW -> act(cardId, "withdraw", body, call);
        };
    }

    private Uni<UpstreamAnswer> act(@Nullable UUID cardId, String action, ObjectNode body, UqpayCall call) {
        return uqpay.act(Objects.requireNonNull(cardId), action, body, call).map(UpstreamAnswer::of);
    }
}

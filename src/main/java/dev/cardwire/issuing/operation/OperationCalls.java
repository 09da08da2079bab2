// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayException;
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

    private static final int LEAST_ERROR = 400;

    private final Uqpay uqpay;

    OperationCalls(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    /**
     * Sends the call that an operation of this kind is.
     *
     * @param subject the card or the cardholder to be changed; null for a creation
     */
    public Uni<Answer> send(OperationKind kind, @Nullable UUID subject, ObjectNode body, UqpayCall call) {
        Uni<Answer> sent = sendNow(kind, subject, body, call);
        // a repeat has no caller who could be told, and what is not told is only stored
        return call.firstAttempt() ? sent : sent.onFailure().transform(failure -> storable(body, failure));
    }

    /** The failure as it may be stored: the refusal of a request that describes a person may repeat what it says of them. */
    static Throwable storable(ObjectNode body, Throwable failure) {
        return body.has("cardholder_required_fields") && failure instanceof UqpayException upstream && isError(upstream)
                ? upstream.withoutWords()
                : failure;
    }

    private static boolean isError(UqpayException failure) {
        return failure.evidence().filter(seen -> seen.status() >= LEAST_ERROR).isPresent();
    }

    private Uni<Answer> sendNow(OperationKind kind, @Nullable UUID subject, ObjectNode body, UqpayCall call) {
        return switch (kind) {
            case ISSUE_CARD -> uqpay.createCard(body, call).map(Answer::of);
            case CREATE_CARDHOLDER -> uqpay.createCardholder(body, call).map(Answer::of);
            case UPDATE_CARDHOLDER ->
                uqpay.updateCardholder(Objects.requireNonNull(subject), body, call)
                        .map(Answer::of);
            case UPDATE_CARD ->
                uqpay.updateCard(Objects.requireNonNull(subject), body, call).map(Answer::of);
            case UPDATE_STATUS -> act(subject, "status", body, call);
            case RECHARGE -> act(subject, "recharge", body, call);
            case WITHDRAW -> act(subject, "withdraw", body, call);
        };
    }

    private Uni<Answer> act(@Nullable UUID cardId, String action, ObjectNode body, UqpayCall call) {
        return uqpay.act(Objects.requireNonNull(cardId), action, body, call).map(Answer::of);
    }

    /**
     * UQPAY's answer to a write that it accepted.
     *
     * @param cardholder the whole answer where a cardholder was made or changed, which holds what is not stored
     */
    public record Answer(
            UqpayAcceptance acceptance, @Nullable UqpayCardholder cardholder) {

        static Answer of(UqpayAcceptance acceptance) {
            return new Answer(acceptance, null);
        }

        static Answer of(UqpayCardholder cardholder) {
            return new Answer(UqpayAcceptance.ofCardholder(cardholder.cardholderId()), cardholder);
        }
    }
}

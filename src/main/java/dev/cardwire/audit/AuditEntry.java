// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log: ids, words of closed lists and numbers, never a value that a card or a person is described by.
 *
 * @param requestId of the request that asked for it, also where it ends long afterwards
 * @param subject the ticket or the import, by the action
 * @param status our HTTP status; 0 where it was no request
 * @param uqpayStatus the status of UQPAY's last answer; 0 when there was none
 * @param problem the code of the problem that was answered
 * @param thumbprint of the key that sensitive details were encrypted to
 * @param millis from the request, the delivery or the operation's beginning to this line; negative where that is not known
 */
public record AuditEntry(
        AuditAction action,
        AuditOutcome outcome,
        @Nullable String requestId,
        @Nullable String caller,
        @Nullable UUID operationId,
        @Nullable UUID cardId,
        @Nullable UUID eventId,
        @Nullable UUID subject,
        int status,
        int uqpayStatus,
        @Nullable String problem,
        @Nullable String thumbprint,
        long millis) {

    /** An operation that ended after its request, or without one that could be answered. */
    public static AuditEntry ofOperation(
            AuditAction kind, AuditOutcome outcome, Asker asker, UUID operationId, @Nullable UUID cardId, long millis) {
        return new AuditEntry(
                kind,
                outcome,
                asker.requestId(),
                asker.caller(),
                operationId,
                cardId,
                null,
                null,
                0,
                0,
                null,
                null,
                millis);
    }

    /** The request that began an operation, and whose it was. */
    public record Asker(String caller, @Nullable String requestId) {}

    /**
     * An event, as it came or as it was applied later. Its line is not masked (MaskedLog), so it holds no text but the
     * request's id, which was checked when it came.
     */
    public static AuditEntry ofEvent(
            AuditOutcome outcome,
            @Nullable String requestId,
            @Nullable UUID eventId,
            @Nullable UUID cardId,
            @Nullable UUID operationId,
            long millis) {
        return new AuditEntry(
                AuditAction.EVENT,
                outcome,
                requestId,
                null,
                operationId,
                cardId,
                eventId,
                null,
                0,
                0,
                null,
                null,
                millis);
    }

    /** The entry as {@code name=value} pairs in a fixed order; what is not known is left out. */
    String line() {
        AuditLine line = new AuditLine();
        line.word("action", action.word());
        line.word("outcome", outcome.word());
        line.text("request_id", requestId);
        line.text("caller", caller);
        line.id("operation_id", operationId);
        line.id("card_id", cardId);
        line.id("event_id", eventId);
        line.id(action == AuditAction.IMPORT_CARDS ? "import_id" : "ticket_id", subject);
        line.number("status", status);
        line.number("uqpay_status", uqpayStatus);
        line.text("problem", problem);
        line.text("jwk_thumbprint", thumbprint);
        if (millis >= 0) {
            line.word("ms", Long.toString(millis));
        }
        return line.toString();
    }
}

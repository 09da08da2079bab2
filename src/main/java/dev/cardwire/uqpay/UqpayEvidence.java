// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import org.jspecify.annotations.Nullable;

/**
 * What was last seen of a call that did not end in an acceptance. Texts are cut and hold nothing that could be a card
 * number; the sentence and the address may still name the person that the call was about.
 *
 * @param status UQPAY's HTTP status; 0 when there was no answer
 * @param type UQPAY's error type
 * @param code UQPAY's error code
 * @param message UQPAY's own sentence; for people, never to branch on
 * @param cardholderStatus how the cardholder stands, in an answer that made no card
 * @param verificationStatus how the cardholder's verification stands, likewise
 * @param idvVerificationUrl where the cardholder proves who they are, likewise
 */
public record UqpayEvidence(
        Kind kind,
        int status,
        @Nullable String type,
        @Nullable String code,
        @Nullable String message,
        @Nullable String cardholderStatus,
        @Nullable String verificationStatus,
        @Nullable String idvVerificationUrl) {

    /** What came back. */
    public enum Kind {
        /** A whole answer. */
        ANSWER,
        /** An answer that is not JSON, or only half of it. */
        UNREADABLE,
        /** An answer that was larger than any of UQPAY's, and was not read to its end. */
        TOO_LARGE,
        /** Nothing in time. */
        TIMED_OUT,
        /** The connection broke before the answer was complete. */
        DISCONNECTED,
        /** Nothing, because nothing left. */
        NOT_SENT
    }

    /** No answer came. */
    public static UqpayEvidence without(Kind kind) {
        return new UqpayEvidence(kind, 0, null, null, null, null, null, null);
    }

    /** The same without what may name a person, for where that must not be stored. */
    public UqpayEvidence withoutWords() {
        return new UqpayEvidence(kind, status, type, code, null, cardholderStatus, verificationStatus, null);
    }

    /** Neither the sentence nor the address must end in a log line by accident. */
    @Override
    public String toString() {
        return "UqpayEvidence[" + kind + ", " + status + " " + type + " " + code + "]";
    }
}

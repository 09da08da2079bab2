// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not end well, split by what the caller must do. Carries neither a stack trace (it is an answer, not a
 * fault) nor anything that was sent.
 */
public abstract sealed class UqpayException extends RuntimeException
        permits UqpayRefusedException, UqpayNotSentException, UqpayInDoubtException, UqpayUnavailableException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable UqpayEvidence evidence;

    UqpayException(String message, @Nullable UqpayEvidence evidence) {
        super(message, null, false, false);
        this.evidence = evidence;
    }

    /** The same without UQPAY's words, which may name a person, for where that must not be stored. */
    public UqpayException withoutWords() {
        return this;
    }

    /** What was last seen of the call, where anything was. */
    public Optional<UqpayEvidence> evidence() {
        return Optional.ofNullable(evidence);
    }
}

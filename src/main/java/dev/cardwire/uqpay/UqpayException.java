// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

/**
 * A call that did not end well, split by what the caller must do. Carries neither a stack trace (it is an answer, not a
 * fault) nor anything that was sent.
 */
public abstract sealed class UqpayException extends RuntimeException
        permits UqpayRefusedException, UqpayNotSentException, UqpayInDoubtException, UqpayUnavailableException {

    private static final long serialVersionUID = 1L;

    UqpayException(String message) {
        super(message, null, false, false);
    }
}

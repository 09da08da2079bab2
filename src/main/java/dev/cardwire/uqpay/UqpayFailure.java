package dev.cardwire.uqpay;

/**
 * A call that did not end well, split by what the caller must do. Carries neither a stack trace (it is an answer, not a
 * fault) nor anything that was sent.
 */
public abstract sealed class UqpayFailure extends RuntimeException
        permits UqpayRefused, UqpayNotSent, UqpayInDoubt, UqpayUnavailable {

    private static final long serialVersionUID = 1L;

    UqpayFailure(String message) {
        super(message, null, false, false);
    }
}

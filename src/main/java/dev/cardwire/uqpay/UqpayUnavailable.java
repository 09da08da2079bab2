package dev.cardwire.uqpay;

/** A read was sent and no usable answer came: server error, time-out, something unreadable. Nothing is known, nothing is done. */
public final class UqpayUnavailable extends UqpayFailure {

    private static final long serialVersionUID = 1L;

    UqpayUnavailable(String message) {
        super(message);
    }
}

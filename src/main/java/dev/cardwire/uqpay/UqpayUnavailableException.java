// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import org.jspecify.annotations.Nullable;

/** A read was sent and no usable answer came: server error, time-out, something unreadable. Nothing is known, nothing is done. */
public final class UqpayUnavailableException extends UqpayException {

    private static final long serialVersionUID = 1L;

    public UqpayUnavailableException(String message) {
        this(message, null);
    }

    public UqpayUnavailableException(String message, @Nullable UqpayEvidence evidence) {
        super(message, evidence);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import org.jspecify.annotations.Nullable;

/** UQPAY may or may not have done it. Repeat only with the same key, or check what is there. */
public final class UqpayInDoubtException extends UqpayException {

    private static final long serialVersionUID = 1L;

    public UqpayInDoubtException(String message) {
        this(message, null);
    }

    public UqpayInDoubtException(String message, @Nullable UqpayEvidence evidence) {
        super(message, evidence);
    }

    @Override
    public UqpayException withoutWords() {
        return new UqpayInDoubtException(
                String.valueOf(getMessage()),
                evidence().map(UqpayEvidence::withoutWords).orElse(null));
    }
}

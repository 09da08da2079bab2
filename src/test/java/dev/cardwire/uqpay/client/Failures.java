// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.UqpayUnavailableException;

/** Failures of upstream calls, for tests of those who answer for them. */
public final class Failures {

    private Failures() {}

    public static UqpayException notSent(UqpayNotSentException.Reason reason) {
        return new UqpayNotSentException(reason, "made by a test");
    }

    public static UqpayException refused(String type, String code) {
        return new UqpayRefusedException(400, type, code, null, null);
    }

    public static UqpayException unanswered() {
        return new UqpayUnavailableException("made by a test");
    }
}

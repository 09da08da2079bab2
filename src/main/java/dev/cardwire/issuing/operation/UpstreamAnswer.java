// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCardholder;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY's answer to a write that it accepted.
 *
 * @param cardholder the whole answer where a cardholder was made, which holds what is not stored
 */
public record UpstreamAnswer(UqpayAcceptance acceptance, @Nullable UqpayCardholder cardholder) {

    static UpstreamAnswer of(UqpayAcceptance acceptance) {
        return new UpstreamAnswer(acceptance, null);
    }

    static UpstreamAnswer of(UqpayCardholder made) {
        return new UpstreamAnswer(UqpayAcceptance.ofCardholder(made.cardholderId()), made);
    }
}

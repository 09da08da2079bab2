// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.product;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A card product: BIN, scheme, mode, forms, currencies. Set up by UQPAY, only listed by its clients. */
public record SimulatedProduct(
        String productId,
        String cardBin,
        String cardScheme,
        String modeType,
        List<String> cardForm,
        List<String> cardCurrency,
        String productStatus,
        String kycLevel,
        int maxCardQuota,
        Instant createTime) {
    private static final Set<String> LIMIT_REQUIRED = Set.of("527735", "555071", "555243");
    private static final String SANDBOX_BIN = "40963608";

    SimulatedProduct offering(List<String> currencies) {
        return new SimulatedProduct(
                productId,
                cardBin,
                cardScheme,
                modeType,
                cardForm,
                currencies,
                productStatus,
                kycLevel,
                maxCardQuota,
                createTime);
    }

    public boolean isEnabled() {
        return productStatus.equals("ENABLED");
    }

    /** For these BINs {@code card_limit} must be given and be at least 0.01; for all others it defaults to 0. */
    public boolean needsLimit() {
        return LIMIT_REQUIRED.contains(cardBin);
    }

    /** What it wants to know of a cardholder; all others are content with the basic data. */
    public List<RequiredField> requiredFields() {
        return productId.equals(Products.SHARE) ? RequiredField.OF_THE_GUIDE : List.of();
    }

    public boolean offersOneTimeCards() {
        return cardBin.equals(SANDBOX_BIN);
    }
}

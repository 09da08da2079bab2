// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.uqpay.UqpayProduct;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A product under UQPAY's own names. */
record ProductView(
        UUID productId,
        @Nullable String cardBin,
        @Nullable String cardScheme,
        @Nullable String modeType,
        List<String> cardForm,
        List<String> cardCurrency,
        @Nullable String productStatus,
        @Nullable String kycLevel,
        @Nullable JsonNode requiredFields) {

    static ProductView of(UqpayProduct product) {
        return new ProductView(
                product.productId(),
                product.cardBin(),
                product.cardScheme(),
                product.modeType(),
                product.cardForm(),
                product.cardCurrency(),
                product.productStatus(),
                product.kycLevel(),
                product.requiredFields());
    }
}

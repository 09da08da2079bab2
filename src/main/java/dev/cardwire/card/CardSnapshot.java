// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.cardwire.card.lifecycle.CardStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card as callers see it ({@code docs/api.md} 2.2); amounts are decimal strings.
 *
 * @param cardStatusRaw UQPAY's word, only while {@code cardStatus} is {@link CardStatus#UNKNOWN}
 * @param version starts at 1 and grows by one with every change of these fields
 */
public record CardSnapshot(
        UUID cardId,
        @Nullable String cardOrderId,
        CardStatus cardStatus,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cardStatusRaw,
        int version,
        @Nullable String cardNumber,
        @Nullable String cardBin,
        @Nullable String cardScheme,
        @Nullable String modeType,
        @Nullable String formFactor,
        @Nullable String cardCurrency,
        @Nullable String cardLimit,
        @Nullable String availableBalance,
        @Nullable UUID cardholderId,
        @Nullable UUID cardProductId,
        @JsonRawValue @Nullable String spendingControls,
        @JsonRawValue @Nullable String riskControls,
        @JsonRawValue @Nullable String metadata,
        @Nullable String usageType,
        @Nullable String failureCode,
        Instant createdAt,
        Instant updatedAt) {}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uuid.Uuids;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card as UQPAY showed it. A part that is null was not said, which is not the same as removed.
 *
 * @param cardStatus UQPAY's word, unknown ones too
 * @param cardNumber masked only
 * @param metadata ours too: {@code cardwire_operation_id} is in it; null when UQPAY left it out or sent something else
 * @param asOf when the read was sent, on UQPAY's clock
 */
public record UqpayCard(
        UUID cardId,
        @Nullable String cardOrderId,
        @Nullable String cardStatus,
        @Nullable String cardNumber,
        @Nullable String cardBin,
        @Nullable String cardScheme,
        @Nullable String modeType,
        @Nullable String formFactor,
        @Nullable String cardCurrency,
        @Nullable BigDecimal cardLimit,
        @Nullable BigDecimal availableBalance,
        @Nullable BigDecimal consumedAmount,
        @Nullable UUID cardholderId,
        @Nullable UUID cardProductId,
        @Nullable List<UqpaySpendingControl> spendingControls,
        @Nullable UqpayRiskControls riskControls,
        @Nullable ObjectNode metadata,
        @Nullable String usageType,
        @Nullable String failureCode,
        @Nullable Instant createTime,
        @Nullable Instant updateTime,
        Instant asOf) {

    /** The key under which our own operation's id stands in the metadata. */
    public static final String OPERATION_TAG = "cardwire_operation_id";

    /** The operation that issued this card, if the card carries our tag. */
    public Optional<UUID> operationId() {
        return metadata == null
                ? Optional.empty()
                : Optional.ofNullable(Uuids.parse(metadata.path(OPERATION_TAG).asText()));
    }
}

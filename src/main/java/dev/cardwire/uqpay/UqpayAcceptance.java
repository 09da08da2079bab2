package dev.cardwire.uqpay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY took a write on; that is all it says ({@code uqpay/api.md} 10.3: never conclude success from it).
 *
 * @param cardId there for every creation of a card
 * @param cardOrderId there for every change of a card
 * @param cardStatus UQPAY's word
 * @param orderStatus upper case
 * @param createTime the text as UQPAY gave it
 */
public record UqpayAcceptance(
        @Nullable UUID cardId,
        @Nullable String cardOrderId,
        @Nullable String cardStatus,
        @Nullable String orderStatus,
        @Nullable String createTime,
        @Nullable UUID cardholderId) {}

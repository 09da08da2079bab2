// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The status of a card, in UQPAY's words ({@code uqpay/api.md} 11). Only {@link #ACTIVE} can be spent from. */
public enum CardStatus {
    /** Accepted by UQPAY, not yet provisioned. */
    PENDING,
    ACTIVE,
    /** Stopped by the client, can be made active again. */
    FROZEN,
    /** Stopped by UQPAY's risk control; only UQPAY lifts it. */
    BLOCKED,
    /** Cancelled by the client, waiting for open authorisations to settle; cannot be undone. */
    PRE_CANCEL,
    /** The end of a card that lived. */
    CANCELLED,
    LOST,
    STOLEN,
    /** The end of a card that was never provisioned. */
    FAILED,
    /** A word that UQPAY added after this was written; kept as it came, treated as not usable. */
    UNKNOWN;

    /** UQPAY's word as a status: null for none, {@link #UNKNOWN} for a word that is not in the list. */
    public static @Nullable CardStatus of(@Nullable String word) {
        if (word == null || word.isBlank()) {
            return null;
        }
        try {
            return valueOf(word.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknownWord) {
            return UNKNOWN;
        }
    }

    /** True for the two states that nothing leaves. */
    public boolean isFinal() {
        return this == CANCELLED || this == FAILED;
    }
}

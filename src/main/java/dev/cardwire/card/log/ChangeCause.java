// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import java.util.Locale;

/** Why a card changed; on the wire in lower case. */
public enum ChangeCause {
    REQUEST,
    WEBHOOK,
    RECONCILIATION,
    OPERATOR;

    /** The word that streams and timelines show. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

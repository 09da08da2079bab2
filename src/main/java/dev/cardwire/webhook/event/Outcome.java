// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import java.util.Locale;

/** What became of a verified delivery; the word is what UQPAY and operators see. */
public enum Outcome {
    APPLIED,
    IGNORED,
    PARKED,
    FAILED,
    DUPLICATE,
    CONFLICT,
    UNREADABLE;

    /** Whether an event in the inbox can have it; the others are said of a delivery alone. */
    public boolean isStored() {
        return this == APPLIED || this == IGNORED || this == PARKED || this == FAILED;
    }

    /** Whether the event can still have its effect when it is tried again. */
    public boolean isOpen() {
        return this == PARKED || this == FAILED;
    }

    /** The outcome with this word. */
    public static Outcome of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The outcome as it is answered and stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

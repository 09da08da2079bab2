package dev.cardwire.webhook;

import java.util.Locale;

/** What became of a verified delivery; the word is what UQPAY and operators see. */
enum Outcome {
    APPLIED,
    IGNORED,
    PARKED,
    FAILED,
    DUPLICATE,
    CONFLICT,
    UNREADABLE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

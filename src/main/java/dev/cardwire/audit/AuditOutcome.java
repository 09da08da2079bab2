// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import java.util.Locale;

/** How an action ended; the word is what the log has. */
public enum AuditOutcome {
    /** It was carried out. */
    DONE,
    /** UQPAY accepted the write. */
    ACCEPTED,
    /** Refused for certain, by UQPAY or by a rule of ours. */
    REFUSED,
    /** Sent, and what came of it is not known; a later line of the same operation says. */
    IN_DOUBT,
    /** The write was never sent, and never will be. */
    NOT_SENT,
    /** Recovery could not find out what came of the write; an operator has to. */
    UNRESOLVED,
    /** The repeat of a write was answered from the first one. */
    REPLAYED,
    /** Something that it needs failed. */
    FAILED,
    // what becomes of events
    APPLIED,
    IGNORED,
    PARKED,
    DUPLICATE,
    CONFLICT,
    UNREADABLE;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }
}

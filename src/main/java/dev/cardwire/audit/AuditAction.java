// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import java.util.Locale;

/** What was done; the word is what the log has. The first seven are the kinds of operations. */
public enum AuditAction {
    ISSUE_CARD,
    RECHARGE,
    WITHDRAW,
    UPDATE_CARD,
    UPDATE_STATUS,
    CREATE_CARDHOLDER,
    UPDATE_CARDHOLDER,
    RESOLVE_OPERATION,
    RECONCILE_CARD,
    IMPORT_CARDS,
    REPLAY_EVENT,
    CREATE_TICKET,
    REVOKE_TICKET,
    DISPLAY_SESSION,
    SENSITIVE_DETAILS,
    /** UQPAY reported something. */
    EVENT;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }
}

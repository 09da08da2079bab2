// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import org.jboss.logging.Logger;

/**
 * Writes the audit log. What is usual of events is a category of its own: as many lines as events, which an installation
 * may switch off without losing the others.
 */
public final class AuditLog {

    private static final Logger ALL = Logger.getLogger("dev.cardwire.audit");
    private static final Logger EVENTS = Logger.getLogger("dev.cardwire.audit.events");

    private AuditLog() {}

    /** Writes one line, unless its category is switched off. */
    public static void write(AuditEntry entry) {
        Logger category = categoryOf(entry);
        Logger.Level level = entry.outcome() == AuditOutcome.DUPLICATE ? Logger.Level.DEBUG : Logger.Level.INFO;
        if (category.isEnabled(level)) {
            category.log(level, entry.line());
        }
    }

    private static Logger categoryOf(AuditEntry entry) {
        if (entry.action() != AuditAction.EVENT) {
            return ALL;
        }
        return switch (entry.outcome()) {
            case APPLIED, IGNORED, PARKED, DUPLICATE -> EVENTS;
            case DONE, ACCEPTED, REFUSED, IN_DOUBT, NOT_SENT, UNRESOLVED, REPLAYED, FAILED, CONFLICT, UNREADABLE -> ALL;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.ReportException;
import dev.cardwire.store.SqlStates;

/** Separates events that cannot be stored because of their content from a store that cannot store anything. */
final class DataFaults {

    private DataFaults() {}

    /**
     * SQLSTATE classes 22 (data) and 23 (constraint), and refusals of our own code. Failures of these kinds can also be
     * nobody's fault, as when a driver stumbles over a lost connection: the event is therefore tried alone once more, and
     * the store must then accept the note that it failed.
     */
    static boolean isOne(Throwable failure) {
        String state = SqlStates.of(failure);
        if (state != null) {
            return state.startsWith("22") || state.startsWith("23");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReportException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof ArithmeticException
                    || cause instanceof ClassCastException
                    || cause instanceof NullPointerException) {
                return true;
            }
        }
        return false;
    }

    /** The kind of fault; never a message, which may quote the event. */
    static String reasonOf(Throwable failure) {
        String state = SqlStates.of(failure);
        if (state != null) {
            return "PostgreSQL refused it: SQLSTATE " + state;
        }
        Throwable cause =
                failure instanceof ReportException && failure.getCause() != null ? failure.getCause() : failure;
        return "could not be applied: " + cause.getClass().getSimpleName();
    }
}

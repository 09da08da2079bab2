// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

/** A report that cannot be applied because of its content; a retry does not help. */
public final class ReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReportException(RuntimeException cause) {
        super("a report could not be applied: " + cause.getClass().getSimpleName(), cause);
    }
}

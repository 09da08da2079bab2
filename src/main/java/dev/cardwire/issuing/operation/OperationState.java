// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

/** The life of a write at UQPAY. */
public enum OperationState {
    /** Noted, nothing sent yet; only the request that made it may send it, and only before its deadline. */
    REQUESTED,
    /** UQPAY did nothing. The key is free. */
    NOT_SENT,
    /** From here on UQPAY may have done it. */
    SENT,
    /** UQPAY took it on. */
    ACCEPTED,
    /** UQPAY said no, beyond doubt. */
    REFUSED,
    /** Sent, and what came of it is not known; recovery finds out. */
    IN_DOUBT,
    /** Recovery could not find out; an operator settles it, or a late event does. */
    UNRESOLVED
}

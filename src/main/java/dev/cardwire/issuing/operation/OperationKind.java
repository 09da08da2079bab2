// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

/** What a write at UQPAY is for. */
public enum OperationKind {
    ISSUE_CARD,
    RECHARGE,
    WITHDRAW,
    UPDATE_CARD,
    UPDATE_STATUS,
    CREATE_CARDHOLDER,
    UPDATE_CARDHOLDER;

    /** Whether it is about a person, whose data may be in UQPAY's words and must not be stored. */
    boolean isPersonal() {
        return this == CREATE_CARDHOLDER || this == UPDATE_CARDHOLDER;
    }
}

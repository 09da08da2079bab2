package dev.cardwire.issuing;

/** What a write at UQPAY is for. */
enum OperationKind {
    ISSUE_CARD,
    RECHARGE,
    WITHDRAW,
    UPDATE_CARD,
    UPDATE_STATUS,
    CREATE_CARDHOLDER
}

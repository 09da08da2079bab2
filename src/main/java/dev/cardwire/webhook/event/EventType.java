// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of event that are distinguished ({@code uqpay/webhooks.md} 4), each with the fields that are kept of it. */
public enum EventType {
    CREATE_SUCCEEDED(Fields.LIFECYCLE),
    CREATE_FAILED(Fields.LIFECYCLE),
    UPDATE_SUCCEEDED(Fields.LIFECYCLE),
    UPDATE_FAILED(Fields.LIFECYCLE),
    STATUS_SUCCEEDED(Fields.LIFECYCLE),
    STATUS_FAILED(Fields.LIFECYCLE),
    /** Constants without a page: a hint to read the card. */
    CARD_HINT(Fields.NONE),
    MONEY_MOVED(Fields.MONEY),
    MONEY_NOT_MOVED(Fields.MONEY),
    FEE(Fields.TRANSACTION),
    TRANSACTION(Fields.TRANSACTION),
    /** Carries what only the cardholder may see. */
    ONE_TIME_PASSWORD(Fields.NONE),
    CARD_FACT(Fields.FACT),
    CARDHOLDER(Fields.CARDHOLDER),
    ACCOUNT(Fields.NONE),
    OTHER_CATEGORY(Fields.NONE),
    UNKNOWN(Fields.NONE);

    private static final Set<String> OTHER_CATEGORIES = Set.of(
            "ONBOARDING",
            "ACQUIRING",
            "CONVERSION",
            "BENEFICIARY",
            "DEPOSIT",
            "PAYOUT",
            "VIRTUAL",
            "RFI",
            "TRANSFER",
            "WITHDRAW");

    /** Of one card, if that is named as UQPAY names cards. */
    private static final String ENROLLMENT_FEE = "card.risk_control.network_protection.enrollment_fee.charged";

    private final List<String> kept;

    EventType(List<String> kept) {
        this.kept = kept;
    }

    /** The names of the fields of {@code data} that may be stored. */
    List<String> kept() {
        return kept;
    }

    /** What becomes of an event of this type that names no card. */
    public Outcome withoutCard() {
        return switch (this) {
            case CARDHOLDER, ACCOUNT, OTHER_CATEGORY, ONE_TIME_PASSWORD -> Outcome.IGNORED;
            // known types of card events that name no card can never be joined to one
            case CREATE_SUCCEEDED,
                    CREATE_FAILED,
                    UPDATE_SUCCEEDED,
                    UPDATE_FAILED,
                    STATUS_SUCCEEDED,
                    STATUS_FAILED,
                    CARD_HINT,
                    MONEY_MOVED,
                    MONEY_NOT_MOVED,
                    FEE,
                    TRANSACTION,
                    CARD_FACT -> Outcome.FAILED;
            case UNKNOWN -> Outcome.PARKED;
        };
    }

    /** Why an event of this type is kept although no card is concerned. */
    public String reasonWithoutCard() {
        return switch (withoutCard()) {
            case PARKED -> "the type is not known";
            case FAILED -> "no card_id";
            case IGNORED, APPLIED, DUPLICATE, CONFLICT, UNREADABLE ->
                this == ONE_TIME_PASSWORD ? "a code, which is never kept" : "nothing about a card";
        };
    }

    /** The type of an event; an unknown one for a name that is not listed. */
    public static EventType of(Envelope envelope) {
        EventType named = byName(envelope.type());
        if (ENROLLMENT_FEE.equals(envelope.type())
                && Envelope.uuid(envelope.data().path("card_id")) == null) {
            return ACCOUNT;
        }
        if (named != null) {
            return named;
        }
        return OTHER_CATEGORIES.contains(envelope.category()) ? OTHER_CATEGORY : UNKNOWN;
    }

    private static @Nullable EventType byName(String type) {
        return switch (type) {
            case "card.create.succeeded" -> CREATE_SUCCEEDED;
            case "card.create.failed" -> CREATE_FAILED;
            case "card.update.succeeded" -> UPDATE_SUCCEEDED;
            case "card.update.failed" -> UPDATE_FAILED;
            case "card.status.update.succeeded" -> STATUS_SUCCEEDED;
            case "card.status.update.failed" -> STATUS_FAILED;
            case "card.activated", "card.suspended", "card.closed", "card.PIN.retry.exceed.soft.block" -> CARD_HINT;
            case "card.recharge.succeeded", "card.withdraw.succeeded" -> MONEY_MOVED;
            case "card.recharge.failed", "card.withdraw.failed" -> MONEY_NOT_MOVED;
            case "card.3ds.otp", "card.verification.otp", "card.activation.code" -> ONE_TIME_PASSWORD;
            case "card.activation.status", "card.elevate_limit.succeeded", "card.elevate_limit.failed" -> CARD_FACT;
            case "issuing.fee.card", ENROLLMENT_FEE -> FEE;
            case "card.risk_control.network_protection.maintenance_fee.charged",
                    "issuing.report.created",
                    "issuing.report.succeeded" -> ACCOUNT;
            case "cardholder.kyc.status_changed", "cardholder.updated" -> CARDHOLDER;
            default -> type.startsWith("issuing.transaction.") ? TRANSACTION : null;
        };
    }

    private static final class Fields {

        private static final List<String> NONE = List.of();
        private static final List<String> LIFECYCLE = List.of(
                "card_status",
                "card_order_id",
                "order_status",
                "update_time",
                "update_reason",
                "card_bin",
                "card_scheme",
                "form_factor",
                "mode_type",
                "card_product_id",
                "card_currency",
                "currency",
                "card_limit",
                "available_balance",
                "card_available_balance",
                "failure_code",
                "failure_reason",
                "reason");
        private static final List<String> MONEY = List.of(
                "amount",
                "card_available_balance",
                "card_currency",
                "card_status",
                "card_order_id",
                "order_status",
                "order_type",
                "create_time",
                "update_time",
                "complete_time",
                "failure_code",
                "failure_reason");
        private static final List<String> TRANSACTION = List.of(
                "transaction_id",
                "short_transaction_id",
                "original_transaction_id",
                "reference_id",
                "transaction_type",
                "transaction_status",
                "transaction_amount",
                "transaction_currency",
                "billing_amount",
                "billing_currency",
                "transaction_fee",
                "transaction_fee_currency",
                "fee_pass_through",
                "card_available_balance",
                "transaction_time",
                "posted_time",
                "wallet_type",
                "action_code",
                "balance_amount");
        private static final List<String> FACT =
                List.of("activation_status", "per_transaction_limit", "currency", "expires_at", "created_at");
        private static final List<String> CARDHOLDER =
                List.of("cardholder_id", "cardholder_status", "idv_status", "update_time");

        private Fields() {}
    }
}

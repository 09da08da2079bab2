// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.behaviour;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything about the simulator that can be turned at run time. Each is explained in docs/local-uqpay.md. */
public enum Knob {
    ISSUE_DELAY_MS(Kind.whole(0, 86_400_000), 300),
    ISSUE_OUTCOME(Kind.oneOf("succeed", "fail", "stay_pending"), "succeed"),
    ISSUE_REFUSAL(Kind.oneOf("", "insufficient_sub_bin", "kyc_insufficient", "card_art_not_configured"), ""),
    ISSUE_ANSWER(Kind.oneOf("card", "kyc_pending", "kyc_blocked"), "card"),
    ORDER_DELAY_MS(Kind.whole(0, 86_400_000), 100),
    ORDER_OUTCOME(Kind.oneOf("succeed", "fail", "stay_pending"), "succeed"),
    MONEY_ORDERS(Kind.oneOf("pending", "at_once"), "pending"),
    KYC_DELAY_MS(Kind.whole(0, 86_400_000), 300),
    KYC_OUTCOME(Kind.oneOf("succeed", "fail", "stay_pending"), "succeed"),

    WEBHOOK_URL(Kind.url(), ""),
    WEBHOOK_SECRET(Kind.text(), ""),
    WEBHOOK_DUPLICATES(Kind.whole(0, 1_000), 0),
    WEBHOOK_REORDER(Kind.flag(), false),
    WEBHOOK_DROP_RATE(Kind.rate(), 0.0),
    WEBHOOK_DELAY_MS(Kind.whole(0, 86_400_000), 0),
    WEBHOOK_BAD_SIGNATURE_RATE(Kind.rate(), 0.0),
    WEBHOOK_BEFORE_RESPONSE(Kind.flag(), false),
    WEBHOOK_DEADLINE_MS(Kind.whole(10, 60_000), 5_000),
    WEBHOOK_RETRY_SIGNATURE(Kind.oneOf("fresh", "same"), "fresh"),
    WEBHOOK_VERSION(Kind.oneOf("V1.6.0", "V1.5.2"), "V1.6.0"),
    TIMESTAMP_UNIT(Kind.oneOf("ms", "s"), "ms"),

    HTTP_ERROR_RATE(Kind.rate(), 0.0),
    HTTP_ERROR_STATUS(Kind.whole(400, 599), 500),
    HTTP_ERROR_BODY(Kind.oneOf("json", "flat", "error", "html", "firewall", "edge", "empty", "half"), "json"),
    HTTP_ERROR_MESSAGE(Kind.text(), "simulated fault"),
    HTTP_ERROR_AFTER_WORK(Kind.flag(), false),
    HTTP_ANSWER(Kind.oneOf("whole", "giant", "trickle"), "whole"),
    HTTP_LATENCY_MS(Kind.whole(0, 600_000), 0),
    CREATE_CARD_THEN_DROP_CONNECTION_RATE(Kind.rate(), 0.0),
    UNREADABLE_CARD(Kind.oneOf("none", "null", "text", "without_id"), "none"),
    RATE_LIMIT_PER_MINUTE(Kind.whole(0, 10_000_000), 500),
    RATE_LIMIT_BODY(Kind.oneOf("json", "trailing_comma"), "json"),
    RATE_LIMIT_RETRY_AFTER(Kind.flag(), false),

    TOKEN_LIFETIME_S(Kind.whole(1, 86_400), 1_800),
    BARE_TOKEN(Kind.oneOf("refuse", "accept"), "refuse"),
    IDEMPOTENCY_KEY(Kind.oneOf("uuid", "any"), "uuid"),
    KEEP_5XX_S(Kind.whole(0, 86_400), 2),
    PIN_CALLS(Kind.oneOf("current", "before_2026_10"), "current"),
    CARD_ART(Kind.oneOf("none", "one"), "none"),
    PROTECTION_FEE(Kind.oneOf("none", "charged"), "none"),
    SETTLEMENT(Kind.oneOf("none", "same", "less", "more"), "none"),
    SETTLEMENT_DELAY_MS(Kind.whole(0, 86_400_000), 300),
    PAGE_SIZE(Kind.oneOf("clamp", "refuse"), "clamp"),
    SHARE_RECHARGE(Kind.oneOf("refuse", "accept"), "refuse"),
    CANCEL_VIA(Kind.oneOf("pre_cancel", "cancelled"), "pre_cancel"),
    CREATE_FAILED_CARD_ID(Kind.oneOf("present", "absent"), "present"),
    SECURE_CARD_DATA(Kind.oneOf("refuse", "serve"), "refuse"),
    IFRAME_FRAMING(Kind.oneOf("allow", "deny"), "allow"),
    AMOUNTS(Kind.oneOf("as_sent", "as_documented"), "as_sent"),
    QUIRKS(Kind.oneOf("off", "random"), "off"),
    TIME_SCALE(Kind.number(0, 1_000), 1.0);

    final Kind kind;
    final Object normal;

    Knob(Kind kind, Object normal) {
        this.kind = kind;
        this.normal = normal;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Knob> named(String key) {
        return Arrays.stream(values()).filter(knob -> knob.key().equals(key)).findFirst();
    }
}

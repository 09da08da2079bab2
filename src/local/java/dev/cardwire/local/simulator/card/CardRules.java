// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.product.SimulatedProduct;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Fields;
import java.math.BigDecimal;
import java.time.Instant;

/** What may stand in a card's creation and update (uqpay/api.md 10.3). */
final class CardRules {
    private static final int METADATA_BYTES = 3_200;
    private static final int LONGEST_NAME = 26;

    private CardRules() {}

    static void controls(Fields ask) {
        spending(ask);
        ask.object("risk_controls").ifPresent(CardRules::risk);
        metadata(ask);
        ask.text("name_on_card", LONGEST_NAME);
    }

    private static void spending(Fields ask) {
        if (!ask.has("spending_controls")) {
            return;
        }
        JsonNode list = ask.raw("spending_controls");
        if (!list.isArray()) {
            throw ask.broken("spending_controls", "must be an array");
        }
        for (int i = 0; i < list.size(); i++) {
            Fields control = new Fields(list.get(i), "spending_controls[" + i + "]");
            control.positive("amount");
            if (!control.required("interval").equals("PER_TRANSACTION")) {
                throw control.broken("interval", "must be PER_TRANSACTION");
            }
        }
    }

    private static void risk(Fields risk) {
        risk.oneOf("enable_3ds", "Y", "N");
        risk.oneOf("allow_3ds_transactions", "Y", "N");
        codes(risk, "allowed_mcc");
        codes(risk, "blocked_mcc");
        if (!risk.raw("allowed_mcc").isEmpty() && !risk.raw("blocked_mcc").isEmpty()) {
            throw risk.broken("allowed_mcc", "and blocked_mcc are mutually exclusive");
        }
    }

    private static void codes(Fields risk, String name) {
        if (!risk.has(name)) {
            return;
        }
        JsonNode list = risk.raw(name);
        boolean codes = list.isArray();
        for (JsonNode code : list) {
            codes &= code.isTextual() && code.textValue().matches("[0-9]{4}");
        }
        if (!codes) {
            throw risk.broken(name, "must be an array of four-digit codes");
        }
    }

    private static void metadata(Fields ask) {
        if (!ask.has("metadata")) {
            return;
        }
        if (!ask.raw("metadata").isObject()) {
            throw ask.broken("metadata", "must be a JSON object");
        }
        // Bytes, not characters: a client that counts characters finds out here and not in production.
        if (Json.bytes(ask.raw("metadata")).length > METADATA_BYTES) {
            throw ask.broken("metadata", "must not exceed " + METADATA_BYTES + " bytes");
        }
    }

    /** The limit a new card gets. */
    static BigDecimal limit(Fields ask, SimulatedProduct product) {
        BigDecimal limit = ask.amount("card_limit").orElse(null);
        if (product.needsLimit() && (limit == null || limit.signum() <= 0)) {
            throw ask.broken("card_limit", "is required and must be at least 0.01");
        }
        if (limit != null && limit.signum() < 0) {
            throw ask.broken("card_limit", "must be at least 0");
        }
        return limit == null ? BigDecimal.ZERO : limit;
    }

    /** The rules of one-time cards; for a normal card the trigger is ignored. */
    static String usage(Fields ask, SimulatedProduct product, Instant now) {
        String usage = ask.oneOf("usage_type", "NORMAL", "ONE_TIME").orElse("NORMAL");
        ask.oneOf("auto_cancel_trigger", "ON_AUTH", "ON_CAPTURE");
        boolean past =
                ask.timeOrDay("expiry_at").filter(time -> !time.isAfter(now)).isPresent();
        if (usage.equals("NORMAL")) {
            return usage;
        }
        if (!product.offersOneTimeCards()) {
            throw ask.broken("usage_type", "ONE_TIME is not supported by the card product");
        }
        if (!ask.has("auto_cancel_trigger")) {
            throw ask.broken("auto_cancel_trigger", "is required for a ONE_TIME card");
        }
        if (past) {
            throw ask.broken("expiry_at", "must be in the future");
        }
        return usage;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;

/** Calls that are for physical cards (uqpay/api.md 10.10), answered as for an account that has none. */
final class PhysicalCards {
    void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/cards/assign", PhysicalCards::assign);
        routes.on("POST", "/v1/issuing/cards/activate", PhysicalCards::activate);
        routes.on("POST", "/v1/issuing/cards/bulk", PhysicalCards::bulk);
    }

    private static Answer assign(Call call) {
        Fields ask = call.fields();
        ask.requiredUuid("cardholder_id");
        ask.required("card_number");
        ask.required("card_currency");
        ask.requiredOneOf("card_mode", "SINGLE", "SHARE");
        throw Refusal.of(400, "card_error", "invalid_number", "card number cannot be assigned");
    }

    private static Answer activate(Call call) {
        Fields ask = call.fields();
        ask.required("activation_code");
        Pins.sixDigits(ask, "pin");
        ask.requiredUuid("card_id");
        throw Refusal.card("only a physical card can be activated");
    }

    private static Answer bulk(Call call) {
        Fields ask = call.fields();
        ask.required("card_bin");
        throw Refusal.of(400, "card_error", "insufficient_sub_bin", "no card numbers left for the BIN");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;

/** Reading balances; the read of one is a POST (uqpay/api.md 10.14). */
public final class BalanceCalls {
    private final Money money;
    private final Pages pages;
    private final Spelling spelling;

    public BalanceCalls(Money money, Pages pages, Spelling spelling) {
        this.money = money;
        this.pages = pages;
        this.spelling = spelling;
    }

    public void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/balances", this::readOne);
        routes.on("GET", "/v1/issuing/balances", this::list);
    }

    private Answer readOne(Call call) {
        return Answer.ok(view(money.get(call.fields().required("currency"))));
    }

    private Answer list(Call call) {
        return pages.page(call, money.all(), this::view);
    }

    private ObjectNode view(SimulatedBalance balance) {
        ObjectNode view = Json.object().put("balance_id", balance.id()).put("currency", balance.currency());
        spelling.amount(view, "available_balance", balance.available());
        spelling.amount(view, "margin_balance", balance.margin());
        spelling.amount(view, "frozen_balance", balance.frozen());
        return view.put("create_time", Times.seconds(balance.createTime()))
                .put("last_trade_time", Times.seconds(balance.lastTradeTime()))
                .put("balance_status", "ACTIVE");
    }
}

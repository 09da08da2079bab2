// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.uqpay.UqpayBalance;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A balance under UQPAY's own names, amounts as decimal strings. */
final class BalanceView {

    private BalanceView() {}

    static Map<String, Object> of(UqpayBalance balance) {
        Map<String, Object> view = new LinkedHashMap<>();
        put(view, "balance_id", balance.balanceId());
        put(view, "currency", balance.currency());
        put(view, "available_balance", plain(balance.availableBalance()));
        put(view, "margin_balance", plain(balance.marginBalance()));
        put(view, "frozen_balance", plain(balance.frozenBalance()));
        put(view, "balance_status", balance.balanceStatus());
        put(view, "create_time", balance.createTime());
        put(view, "last_trade_time", balance.lastTradeTime());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value);
        }
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}

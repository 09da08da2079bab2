// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.TimeRange;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.util.List;

/** The ledger of the balances, and the sandbox's deposit (uqpay/api.md 10.14, 10.15). */
public final class LedgerCalls {
    private static final String SENDER = "sender_";

    private final Money money;
    private final Pages pages;
    private final Spelling spelling;

    public LedgerCalls(Money money, Pages pages, Spelling spelling) {
        this.money = money;
        this.pages = pages;
        this.spelling = spelling;
    }

    public void routes(Routes routes) {
        routes.on("GET", "/v1/issuing/balances/transactions", this::list);
        routes.on("POST", "/v1/simulation/deposit", this::deposit);
    }

    private Answer list(Call call) {
        TimeRange range = TimeRange.of(call);
        List<LedgerEntry> matching = money.ledgerNewestFirst().stream()
                .filter(entry -> range.holds(entry.time()))
                .filter(entry -> matches(call, "transaction_type", entry.type()))
                .filter(entry -> matches(call, "transaction_status", "COMPLETED"))
                .filter(entry -> matches(call, "currency", entry.currency()))
                .filter(entry -> matches(call, "transaction_id", entry.transactionId()))
                .toList();
        return pages.page(call, matching, this::view);
    }

    private static boolean matches(Call call, String filter, String value) {
        return call.query(filter).map(value::equals).orElse(true);
    }

    private ObjectNode view(LedgerEntry entry) {
        ObjectNode view = Json.object()
                .put("transaction_id", entry.transactionId())
                .put("short_transaction_id", shortId(entry))
                .put("account_id", Accounts.MASTER)
                .put("account_name", "Simulated account")
                .put("balance_id", entry.balanceId())
                .put("transaction_type", entry.type())
                .put("currency", entry.currency());
        spelling.amount(view, "amount", entry.amount());
        view.put("create_time", Times.seconds(entry.time()))
                .put("complete_time", Times.seconds(entry.time()))
                .put("transaction_status", "COMPLETED");
        spelling.amount(view, "ending_balance", entry.endingBalance());
        return view.put("description", entry.description());
    }

    /** Credited at once; the real sandbox waits for somebody to approve it. */
    private Answer deposit(Call call) {
        Fields ask = call.fields();
        String account = ask.required("account_id");
        if (!Accounts.isKnown(account)) {
            throw Refusal.account("account not found");
        }
        BigDecimal amount = ask.positive("amount");
        String currency = ask.required("currency");
        ask.required("sender_swift_code");
        money.get(currency);
        LedgerEntry entry = money.book(currency, amount, "DEPOSIT", "simulated deposit");
        ObjectNode answer = Json.object()
                .put("deposit_id", entry.transactionId())
                .put("short_reference_id", shortId(entry))
                .put("account_id", account)
                .put("currency", currency);
        spelling.amount(answer, "amount", amount);
        answer.put("deposit_status", "COMPLETED")
                .put("create_time", Times.seconds(entry.time()))
                .put("complete_time", Times.seconds(entry.time()))
                .put(
                        "receiver_account_number",
                        ask.text("receiver_account_number").orElse(""));
        answer.set("sender", sender(call.body()));
        return Answer.ok(answer);
    }

    /** What the request says of the sender, without the prefix. */
    private static ObjectNode sender(JsonNode body) {
        ObjectNode sender = Json.object();
        body.properties().stream()
                .filter(field -> field.getKey().startsWith(SENDER))
                .forEach(field -> sender.set(field.getKey().substring(SENDER.length()), field.getValue()));
        return sender;
    }

    private static String shortId(LedgerEntry entry) {
        return "L-" + entry.transactionId().substring(0, 8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** Transfers between master and sub-account; done at once, no event, because nobody has published its name. */
public final class TransferCalls {
    private static final Set<String> ACCOUNTS = Set.of(Accounts.MASTER, Accounts.SUB);

    private final Table<Transfer> table;
    private final Money money;
    private final Spelling spelling;
    private final InstantSource clock;

    public TransferCalls(Store store, Money money, Spelling spelling, InstantSource clock) {
        this.table = store.table("transfer", Transfer.class, Transfer::transferId);
        this.money = money;
        this.spelling = spelling;
        this.clock = clock;
    }

    public void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/transfers", this::create);
        routes.on("GET", "/v1/issuing/transfers/:id", this::read);
    }

    private Answer create(Call call) {
        Fields ask = call.fields();
        String source = ask.requiredUuid("source_account_id");
        String destination = ask.requiredUuid("destination_account_id");
        String currency = ask.required("currency");
        BigDecimal amount = ask.positive("amount");
        if (source.equals(destination) || !ACCOUNTS.contains(source) || !ACCOUNTS.contains(destination)) {
            throw Refusal.account("transfers go between the master account and its sub-account");
        }
        if (source.equals(Accounts.MASTER)) {
            money.mustCover(currency, amount);
            money.book(currency, amount.negate(), "TRANSFER_OUT", "to sub-account");
        } else if (balanceOfSub(currency).compareTo(amount) < 0) {
            throw Refusal.account("insufficient balance");
        } else {
            money.book(currency, amount, "TRANSFER_IN", "from sub-account");
        }
        String remark = ask.text("remark").orElse("");
        Transfer transfer = new Transfer(
                UUID.randomUUID().toString(), source, destination, currency, amount, remark, clock.instant());
        table.put(transfer);
        return Answer.ok(
                Json.object().put("transfer_id", transfer.transferId()).put("short_transaction_id", shortId(transfer)));
    }

    private BigDecimal balanceOfSub(String currency) {
        return table.all().stream()
                .filter(transfer -> transfer.currency().equals(currency))
                .map(Transfer::gainOfSub)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Answer read(Call call) {
        Transfer transfer =
                table.find(call.param("id")).orElseThrow(() -> Refusal.missing("transfer_error", "transfer"));
        ObjectNode view = Json.object()
                .put("transfer_id", transfer.transferId())
                .put("short_transaction_id", shortId(transfer))
                .put("reference_id", transfer.transferId())
                .put("source_account_id", transfer.sourceAccountId())
                .put("destination_account_id", transfer.destinationAccountId())
                .put("currency", transfer.currency());
        spelling.amount(view, "amount", transfer.amount());
        spelling.amount(view, "fee_amount", BigDecimal.ZERO);
        return Answer.ok(view.put("transfer_status", "COMPLETED")
                .put("remark", transfer.remark())
                .put("create_time", Times.seconds(transfer.time()))
                .put("complete_time", Times.seconds(transfer.time()))
                .put("creator_id", Accounts.MASTER));
    }

    private static String shortId(Transfer transfer) {
        return "IT-" + transfer.transferId().substring(0, 8);
    }
}

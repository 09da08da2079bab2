// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code uqpay trigger card.create.succeeded}: an event, made and sent now. */
final class TriggerCommand {
    /** Those with documented data; any other name is sent as well. */
    static final List<String> EVENTS = List.of(
            "card.create.succeeded",
            "card.create.failed",
            "card.update.succeeded",
            "card.update.failed",
            "card.status.update.succeeded",
            "card.status.update.failed",
            "card.recharge.succeeded",
            "card.recharge.failed",
            "card.withdraw.succeeded",
            "card.withdraw.failed",
            "card.elevate_limit.succeeded",
            "card.elevate_limit.failed",
            "card.3ds.otp",
            "card.verification.otp",
            "card.activation.code",
            "card.activation.status",
            "card.risk_control.network_protection.enrollment_fee.charged",
            "card.risk_control.network_protection.maintenance_fee.charged",
            "cardholder.kyc.status_changed",
            "cardholder.updated",
            "issuing.transaction.authorization",
            "issuing.transaction.reversal",
            "issuing.transaction.refund",
            "issuing.transaction.validation",
            "issuing.transaction.settlement.credit",
            "issuing.transaction.settlement.debit",
            "issuing.transaction.settlement.reversal",
            "issuing.transaction.fund.collection",
            "issuing.transaction.fund.transfer",
            "issuing.transaction.atm.deposit",
            "issuing.transaction.chargeback.credit",
            "issuing.transaction.chargeback.debit",
            "issuing.fee.card",
            "issuing.report.created",
            "issuing.report.succeeded");

    private static final int LOOKS = 50;
    private static final int MILLIS_BETWEEN = 100;

    private final PrintStream out;
    private final PrintStream err;

    TriggerCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(List<String> args) {
        if (args.equals(List.of("--list"))) {
            EVENTS.forEach(out::println);
            return 0;
        }
        CommandOptions options = CommandOptions.of(args, "url", "card", "data");
        if (options.words().size() != 1) {
            throw new IllegalArgumentException(
                    "trigger takes one event, for instance card.create.succeeded; --list has all");
        }
        ControlClient uqpay = new ControlClient(options.last("url").orElse(ControlClient.DEFAULT_URL));
        String id =
                uqpay.call("POST", "/events", event(options)).path("event_id").asText();
        return report(options.words().get(0), id, uqpay);
    }

    private static ObjectNode event(CommandOptions options) {
        ObjectNode event = Json.object().put("event_type", options.words().get(0));
        options.last("card").ifPresent(card -> event.put("card_id", card));
        options.last("data").ifPresent(data -> event.set("data", object(data)));
        return event;
    }

    private static JsonNode object(String text) {
        try {
            JsonNode data = Json.parse(text);
            if (data.isObject()) {
                return data;
            }
        } catch (UncheckedIOException notJson) {
            // said below, like JSON that is no object
        }
        throw new IllegalArgumentException("--data=" + text + " must be a JSON object");
    }

    /** What became of the first attempt. */
    private int report(String type, String id, ControlClient uqpay) {
        for (int i = 0; i < LOOKS; i++) {
            JsonNode attempts =
                    uqpay.call("GET", "/deliveries/" + id, Json.object()).path("attempts");
            if (!attempts.isEmpty()) {
                JsonNode first = attempts.get(0);
                String answer = first.hasNonNull("status")
                        ? "answered " + first.get("status").asText()
                        : "not delivered: " + first.path("error").asText();
                out.println(type + " " + id + " " + answer);
                return first.path("status").asInt() == 200 ? 0 : 1;
            }
            pause();
        }
        err.println(type + " " + id + " made; no answer yet");
        return 1;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}

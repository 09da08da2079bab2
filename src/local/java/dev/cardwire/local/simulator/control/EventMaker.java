// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.DashboardCard;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.cardholder.CardholderView;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.cardholder.SimulatedCardholder;
import dev.cardwire.local.simulator.extra.ProtectionFees;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Times;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Makes an event of any type: the documented data, what the caller gave laid over it, and the simulator made to agree. */
final class EventMaker {
    private static final String PROTECTION = "card.risk_control.network_protection.";
    private static final String MAINTENANCE_FEE = PROTECTION + "maintenance_fee.charged";

    private final Cards cards;
    private final Cardholders cardholders;
    private final DashboardCard dashboard;
    private final Payloads payloads;
    private final Truth truth;
    private final Announcer announcer;
    private final InstantSource clock;

    EventMaker(
            Cards cards,
            Cardholders cardholders,
            DashboardCard dashboard,
            Payloads payloads,
            Truth truth,
            Announcer announcer,
            InstantSource clock) {
        this.cards = cards;
        this.cardholders = cardholders;
        this.dashboard = dashboard;
        this.payloads = payloads;
        this.truth = truth;
        this.announcer = announcer;
        this.clock = clock;
    }

    SimulatedEvent make(Fields ask) {
        String type = ask.required("event_type");
        ask.object("data");
        ObjectNode given = ask.has("data") ? (ObjectNode) ask.raw("data") : Json.object();
        Optional<String> cardId = ask.text("card_id")
                .or(() -> Optional.ofNullable(given.path("card_id").textValue()));
        String eventId = ask.uuid("event_id").orElseGet(() -> UUID.randomUUID().toString());
        if (type.startsWith("cardholder.")) {
            ObjectNode data = merge(cardholder(given), given);
            return announcer.make(eventId, type, source(ask, data, "cardholder_id", ""), Optional.empty(), data);
        }
        if (isOfTheAccount(type)) {
            ObjectNode data = merge(ofTheAccount(type), given);
            return announcer.make(eventId, type, source(ask, data, "report_id", protectionSource(type)), cardId, data);
        }
        SimulatedCard card = subject(type, cardId);
        boolean kept = cards.find(card.id()).isPresent();
        truth.apply(type, card, given);
        if (kept) {
            cards.save(card);
        }
        ObjectNode data = merge(payloads.of(type, card), given);
        String key = type.startsWith("issuing.transaction.") ? "transaction_id" : sourceField(type);
        return announcer.make(
                eventId, type, source(ask, data, key, fallback(type, card)), Optional.of(card.id()), data);
    }

    /** The card named, or the newest one, or one made for the purpose. Creation without a card is a card of the dashboard. */
    private SimulatedCard subject(String type, Optional<String> cardId) {
        if (cardId.isPresent()) {
            return cards.find(cardId.get()).orElseGet(() -> dashboard.imagine(cardId.get()));
        }
        if (type.startsWith("card.create.")) {
            return dashboard.make();
        }
        return cards.newestFirst().stream().findFirst().orElseGet(dashboard::make);
    }

    private ObjectNode cardholder(ObjectNode given) {
        String id = given.path("cardholder_id").asText(Cardholders.APPROVED);
        Optional<SimulatedCardholder> holder = cardholders.find(id);
        if (holder.isEmpty()) {
            return Json.object().put("cardholder_id", id);
        }
        String status = given.path("cardholder_status").asText(holder.get().status());
        holder.get()
                .reviewed(status, given.path("idv_status").asText(holder.get().idvStatus()), clock.instant());
        cardholders.save(holder.get());
        return CardholderView.eventData(holder.get());
    }

    private static boolean isOfTheAccount(String type) {
        return type.startsWith("issuing.report.")
                || type.equals(MAINTENANCE_FEE)
                || !type.matches("(card|issuing)\\..*");
    }

    private ObjectNode ofTheAccount(String type) {
        if (type.equals(MAINTENANCE_FEE)) {
            return payloads.maintenance(
                    cards.newestFirst().stream().filter(card -> !card.isFinal()).count());
        }
        return type.startsWith("issuing.report.")
                ? Json.object()
                        .put("date_range", "2026-04-01 00:00:00 +0000 UTC - 2026-04-01 00:00:00 +0000 UTC")
                        .put("expire_time", Times.zoneless(clock.instant()))
                        .put("report_id", UUID.randomUUID().toString())
                        .put("report_type", "Card Settlement Report")
                        .put("secret_key", "")
                : Json.object();
    }

    /** What {@code source_id} holds (uqpay/webhooks.md 5); the caller may set it. */
    private static String source(Fields ask, ObjectNode data, String field, String otherwise) {
        String found = data.path(field).asText(otherwise);
        return ask.text("source_id").orElse(found.isEmpty() ? UUID.randomUUID().toString() : found);
    }

    private static String sourceField(String type) {
        if (type.startsWith("card.update.")) {
            return "card_order_id";
        }
        if (type.equals("issuing.fee.card")) {
            return "reference_id";
        }
        return type.matches("card\\.(activation|verification|elevate_limit)\\..*") ? "card_id" : "none";
    }

    private static String fallback(String type, SimulatedCard card) {
        return type.startsWith("card.create.") ? card.terms().cardOrderId() : protectionSource(type);
    }

    /** The record of an enrolment or of a bill; blank for everything else. */
    private static String protectionSource(String type) {
        return type.startsWith(PROTECTION) ? ProtectionFees.newId() : "";
    }

    private static ObjectNode merge(ObjectNode base, ObjectNode over) {
        over.properties().forEach(field -> {
            JsonNode below = base.get(field.getKey());
            if (below instanceof ObjectNode object && field.getValue() instanceof ObjectNode above) {
                base.set(field.getKey(), merge(object, above));
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
        return base;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardJson;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.json.LenientJson;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.pan.CleanJson;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Translates an event about a card into the gateway's words ({@code uqpay/webhooks.md} 4, 5; {@code uqpay/api.md} 4.3). */
public final class SignalTranslator {

    /** Nothing that a card is made of is longer. */
    private static final int LONGEST = 500;

    /** The status changed and nobody says to what. */
    private static final CardSignal LOOK = new CardSignal.StatusMentioned(CardStatus.UNKNOWN);

    private SignalTranslator() {}

    /** The report in an event; empty when it is not about a card. */
    public static Optional<CardReport> translate(EventType type, Envelope event) {
        CardSignal signal = signal(type, event.data());
        if (signal == null) {
            return Optional.empty();
        }
        UUID cardId = cardId(event);
        boolean creation = type == EventType.CREATE_SUCCEEDED || type == EventType.CREATE_FAILED;
        String order = order(type, event);
        if (cardId == null && order == null) {
            return Optional.empty();
        }
        return Optional.of(new CardReport(
                cardId,
                creation ? orderId(event) : null,
                signal,
                facts(type, event, creation),
                new CardReport.Source(ChangeCause.WEBHOOK, event.eventId(), null, order)));
    }

    private static @Nullable CardSignal signal(EventType type, ObjectNode data) {
        CardStatus status = CardStatus.of(text(data, "card_status"));
        return switch (type) {
            case CREATE_SUCCEEDED ->
                // a creation that succeeded and a card that failed contradict each other: only a read can decide
                status == CardStatus.FAILED
                        ? new CardSignal.StatusMentioned(status)
                        : new CardSignal.Provisioned(status == null ? CardStatus.ACTIVE : status);
            case CREATE_FAILED -> new CardSignal.ProvisioningFailed();
            case STATUS_SUCCEEDED ->
                status == null
                        ? LOOK
                        : new CardSignal.StatusReported(status, EventTime.parse(text(data, "update_time")));
            case CARD_HINT -> LOOK;
            case UPDATE_SUCCEEDED, UPDATE_FAILED, STATUS_FAILED, MONEY_MOVED, MONEY_NOT_MOVED ->
                status == null ? new CardSignal.Noted() : new CardSignal.StatusMentioned(status);
            case FEE, TRANSACTION, CARD_FACT -> new CardSignal.Noted();
            // a code is handed on or dropped; there is nothing in it for a card
            case ONE_TIME_PASSWORD, CARDHOLDER, ACCOUNT, OTHER_CATEGORY, UNKNOWN -> null;
        };
    }

    /** What changes fields of the card; facts about purchases are kept with the event alone. */
    private static CardFacts facts(EventType type, Envelope event, boolean creation) {
        return switch (type) {
            case CREATE_SUCCEEDED, UPDATE_SUCCEEDED -> whole(event, creation).build();
            case CREATE_FAILED ->
                whole(event, creation).failure(failure(event.data())).build();
            case STATUS_SUCCEEDED, MONEY_MOVED ->
                balance(event).asOf(time(event.data())).build();
            case UPDATE_FAILED, STATUS_FAILED, MONEY_NOT_MOVED ->
                order(event, false).build();
            case CARD_HINT,
                    FEE,
                    TRANSACTION,
                    ONE_TIME_PASSWORD,
                    CARD_FACT,
                    CARDHOLDER,
                    ACCOUNT,
                    OTHER_CATEGORY,
                    UNKNOWN -> CardFacts.NONE;
        };
    }

    private static CardFacts.Builder whole(Envelope event, boolean creation) {
        ObjectNode data = event.data();
        JsonNode spending = data.has("spending_controls") ? data.get("spending_controls") : data.get("spending_limits");
        JsonNode risk = RiskControls.in(data);
        JsonNode metadata = parsed(data.get("metadata"));
        return order(event, creation)
                .status(text(data, "card_status"))
                .tag(metadata == null ? null : Envelope.uuid(metadata.path(CardJson.OPERATION_TAG)))
                .number(
                        CardNumbers.masked(data.path("card_number").textValue()),
                        text(data, "card_bin"),
                        text(data, "card_scheme"))
                .kind(text(data, "mode_type"), text(data, "form_factor"), Envelope.uuid(data.path("card_product_id")))
                .money(
                        text(data, "card_currency"),
                        FieldMask.amount(data.get("card_limit")),
                        FieldMask.amount(
                                data.has("available_balance")
                                        ? data.get("available_balance")
                                        : data.get("card_available_balance")))
                .cardholder(Envelope.uuid(data.path("cardholder").path("cardholder_id")))
                .controls(CardJson.spendingControls(FieldMask.tree(spending)), CardJson.object(FieldMask.tree(risk)))
                .metadata(metadata == null ? null : CardJson.metadata(CleanJson.value(metadata)));
    }

    private static @Nullable EventTime time(ObjectNode data) {
        EventTime updated = EventTime.parse(text(data, "update_time"));
        return updated == null ? EventTime.parse(text(data, "complete_time")) : updated;
    }

    private static CardFacts.Builder balance(Envelope event) {
        ObjectNode data = event.data();
        JsonNode balance =
                data.has("available_balance") ? data.get("available_balance") : data.get("card_available_balance");
        String currency = text(data, "card_currency");
        return order(event, false)
                .status(text(data, "card_status"))
                .money(currency == null ? text(data, "currency") : currency, null, FieldMask.amount(balance));
    }

    private static CardFacts.Builder order(Envelope event, boolean creation) {
        String status = text(event.data(), "order_status");
        boolean failed = event.type().endsWith(".failed");
        String known = status == null ? (failed ? "FAILED" : "SUCCESS") : status.toUpperCase(Locale.ROOT);
        // The order that made the card is part of it; the order of a later change is only that of the event.
        return CardFacts.builder()
                .order(creation ? orderId(event) : null, known)
                .orderFailure(failed ? failure(event.data()) : null);
    }

    /** {@code source_id} is missing in older events, and in some forms not the order that the data names. */
    private static @Nullable String orderId(Envelope event) {
        String named = text(event.data(), "card_order_id");
        return named == null ? event.sourceId() : Envelope.canonical(named);
    }

    /** {@code source_id} is the order's id for these types only ({@code uqpay/webhooks.md} 5). */
    private static @Nullable String order(EventType type, Envelope event) {
        return switch (type) {
            case CREATE_SUCCEEDED,
                    CREATE_FAILED,
                    UPDATE_SUCCEEDED,
                    UPDATE_FAILED,
                    STATUS_SUCCEEDED,
                    STATUS_FAILED,
                    MONEY_MOVED,
                    MONEY_NOT_MOVED -> orderId(event);
            default -> null;
        };
    }

    private static @Nullable String failure(ObjectNode data) {
        for (String name : new String[] {"failure_code", "failure_reason", "reason", "description", "message"}) {
            String value = text(data, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** {@code source_id} is the card's id for this type only; for limits the sample contradicts the page. */
    private static @Nullable UUID cardId(Envelope event) {
        UUID named = Envelope.uuid(event.data().path("card_id"));
        String source = event.sourceId();
        boolean sourceIsCard = event.type().equals("card.activation.status") && source != null;
        return named == null && sourceIsCard ? Envelope.uuid(event.data().textNode(source)) : named;
    }

    /** Metadata comes as an object or as a text that holds one. */
    private static @Nullable JsonNode parsed(@Nullable JsonNode metadata) {
        return metadata != null && metadata.isTextual()
                ? LenientJson.read(metadata.textValue()).orElse(null)
                : metadata;
    }

    private static @Nullable String text(ObjectNode data, String name) {
        JsonNode value = data.path(name);
        String text = value.isTextual() ? FieldMask.text(value.textValue()).trim() : "";
        return text.isEmpty() || text.length() > LONGEST ? null : text;
    }
}

package dev.cardwire.webhook;

import dev.cardwire.card.CardReport;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verified event on its way into the inbox.
 *
 * @param digest lower-case hex SHA-256 of the body as it came
 * @param facts what may be stored of the payload
 */
record Delivery(
        Envelope envelope,
        EventType type,
        Optional<CardReport> report,
        @Nullable String facts,
        String digest,
        Instant receivedAt) {

    static Delivery of(Envelope envelope, String digest, Instant receivedAt) {
        EventType type = EventType.of(envelope);
        return new Delivery(
                envelope,
                type,
                SignalTranslator.translate(type, envelope),
                KeptFacts.of(type, envelope.data()),
                digest,
                receivedAt);
    }

    UUID eventId() {
        return envelope.eventId();
    }

    @Nullable UUID cardId() {
        return report.map(CardReport::cardId)
                .orElse(Envelope.uuid(envelope.data().path("card_id")));
    }
}

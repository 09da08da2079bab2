// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.CardReport;
import dev.cardwire.webhook.event.Envelope;
import dev.cardwire.webhook.event.EventType;
import dev.cardwire.webhook.event.KeptFacts;
import dev.cardwire.webhook.event.Outcome;
import dev.cardwire.webhook.event.SignalTranslator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verified event on its way into the inbox.
 *
 * @param report what it reports of a card; empty when it is not about one
 * @param facts what may be stored of the payload
 * @param fault why it cannot be applied, whatever the store says; null normally
 * @param digest lower-case hex SHA-256 of the body as it came
 */
record Delivery(
        Envelope envelope,
        EventType type,
        Optional<CardReport> report,
        @Nullable String facts,
        @Nullable String fault,
        String digest,
        Instant receivedAt) {

    static Delivery of(Envelope envelope, String digest, Instant receivedAt) {
        EventType type = EventType.of(envelope);
        try {
            Optional<CardReport> report = SignalTranslator.translate(type, envelope);
            String facts = KeptFacts.of(type, envelope.data());
            return new Delivery(envelope, type, report, facts, null, digest, receivedAt);
        } catch (RuntimeException stumbled) {
            // an event that we cannot read must still be kept: refused, it would be lost after five retries
            String fault = DataFaults.reasonOf(stumbled);
            return new Delivery(envelope, type, Optional.empty(), null, fault, digest, receivedAt);
        }
    }

    UUID eventId() {
        return envelope.eventId();
    }

    /** For events that carry a secret only an id is one, whatever else stands in its place. */
    @Nullable String sourceId() {
        String source = envelope.sourceId();
        boolean secretive = type == EventType.ONE_TIME_PASSWORD;
        return secretive && source != null && !Envelope.isUuid(source) ? null : source;
    }

    /** What it is found by once its card is known: the order that makes the card, which may stand in the data alone. */
    @Nullable String awaitedBy() {
        return report.map(CardReport::createdBy).orElse(sourceId());
    }

    /** The answer to a delivery of an event that is known by this digest. */
    Outcome comparedTo(String knownDigest) {
        return digest.equals(knownDigest) ? Outcome.DUPLICATE : Outcome.CONFLICT;
    }

    @Nullable UUID cardId() {
        return report.map(CardReport::cardId)
                .orElse(Envelope.uuid(envelope.data().path("card_id")));
    }

    /** The operation that issued the card, as far as the event repeats its tag. */
    @Nullable UUID operationId() {
        return report.map(told -> told.facts().tag()).orElse(null);
    }
}

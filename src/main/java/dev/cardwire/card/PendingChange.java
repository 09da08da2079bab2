package dev.cardwire.card;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change that gets its position with the last statement of its transaction. Field names are the columns'. */
@RegisterForReflection
record PendingChange(
        int ord,
        UUID cardId,
        int version,
        String cardStatus,
        @Nullable String previousStatus,
        boolean statusChanged,
        boolean holderNamed,
        @Nullable String cardOrderId,
        @Nullable UUID cardholderId,
        String cause,
        @Nullable UUID eventId,
        @Nullable UUID operationId,
        Instant occurredAt) {

    /** @param ord its place among the changes of its transaction, from 1 */
    static PendingChange of(
            int ord,
            Card card,
            @Nullable CardStatus before,
            @Nullable UUID holderBefore,
            CardReport report,
            Instant now) {
        boolean statusChanged = before != card.status();
        return new PendingChange(
                ord,
                card.cardId(),
                card.version(),
                card.status().name(),
                before == null ? null : before.name(),
                statusChanged,
                holderBefore == null && card.cardholderId() != null && before != null,
                card.cardOrderId(),
                card.cardholderId(),
                report.source().cause().name(),
                report.source().eventId(),
                report.source().operationId(),
                statusChanged ? timeOf(report.signal(), now) : now);
    }

    private static Instant timeOf(CardSignal signal, Instant now) {
        EventTime at = null;
        if (signal instanceof CardSignal.StatusReported reported) {
            at = reported.at();
        } else if (signal instanceof CardSignal.Accepted accepted) {
            at = accepted.at();
        }
        return at == null ? now : at.toInstant();
    }
}

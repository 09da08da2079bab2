// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import dev.cardwire.card.lifecycle.CardStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the change log, at its position.
 *
 * @param statusChanged whether this change moved the status; other changes take a position but are not announced
 * @param holderNamed whether this change first says whose card it is
 * @param occurredAt UQPAY's time where it gave one, else that of the commit
 * @param writtenAt PostgreSQL's time, just before the commit
 */
public record LoggedChange(
        long position,
        UUID cardId,
        int version,
        CardStatus status,
        @Nullable CardStatus previousStatus,
        boolean statusChanged,
        boolean holderNamed,
        @Nullable String cardOrderId,
        @Nullable UUID cardholderId,
        ChangeCause cause,
        @Nullable UUID eventId,
        Instant occurredAt,
        Instant writtenAt) {}

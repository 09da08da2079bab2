// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that gets its position with the last statement of its transaction. Field names are the columns'.
 *
 * @param ord its place among the changes of its transaction, from 1
 */
@RegisterForReflection
public record PendingChange(
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
        Instant occurredAt) {}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a card or was tried on it. Fields that do not apply are left out.
 *
 * @param id decides between rows of the same time; no caller needs it
 * @param at when it was noted here, on the gateway's clock, which is what the list is sorted by
 * @param kind {@code change}: the card got a new version; {@code event}: a webhook came and changed nothing, or was replayed; {@code
 *     operation}: a write at UQPAY was asked for, or an operator settled one
 * @param cause {@code request}, {@code webhook}, {@code reconciliation} or {@code operator}
 * @param cardStatus the status after a change
 * @param previousStatus the status before, only when the change moved it; absent on the first
 * @param version of the card after a change
 * @param eventId the webhook's event, on an event and on the change that it caused
 * @param outcome what became of the event: {@code applied}, {@code ignored}, {@code parked}, {@code failed}
 * @param reason why the event changed nothing
 * @param operationId the operation, and on a change the one that caused it
 * @param operationState how the operation stands now, not how it stood then
 * @param resolution how an operator settled it: {@code by}, {@code at} and what was decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimelineRow(
        @JsonIgnore UUID id,
        Instant at,
        String kind,
        String cause,
        @Nullable String cardStatus,
        @Nullable String previousStatus,
        @Nullable Integer version,
        @Nullable UUID eventId,
        @Nullable String eventType,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable UUID operationId,
        @Nullable String operationKind,
        @Nullable String operationState,
        @JsonRawValue @Nullable String resolution) {}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of the inbox. Its primary key is what makes an event count once; rows are written by {@link Inbox}. */
@Entity
@Table(name = "webhook_event")
@SuppressWarnings("NullAway.Init")
class WebhookEvent extends PanacheEntityBase {

    @Id
    UUID eventId;

    String eventType;

    @Nullable String sourceId;

    @Nullable UUID cardId;

    String outcome;

    @Nullable String reason;

    byte[] digest;

    @Column(columnDefinition = "text")
    @Nullable String facts;

    Instant receivedAt;

    @Nullable Instant settledAt;

    /** When an operator last had it tried again. */
    @Nullable Instant replayedAt;

    protected WebhookEvent() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Marks of events that were applied, with the digest of their body, shared by all replicas. They save a look into
 * PostgreSQL; the inbox's primary key decides. Marks live 7 days and belong to one log.
 */
public interface SeenMarks {

    /** The digest (lower-case hex SHA-256) under which the event was marked; empty when unknown or Redis is gone. Never fails. */
    Uni<Optional<String>> digestOf(UUID eventId);

    /** Marks events after their commit. Returns at once and never fails. */
    void mark(Map<UUID, String> digests);
}

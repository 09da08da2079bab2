// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an import stands.
 *
 * @param state {@code RUNNING}, {@code DONE} or {@code FAILED}; a new one passes over the cards that are known by then
 * @param seen cards that UQPAY listed so far
 * @param adopted cards among them that were not known here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportProgress(
        UUID importId,
        String state,
        long seen,
        long adopted,
        Instant startedAt,
        @Nullable Instant endedAt) {}

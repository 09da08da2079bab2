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
 * @param leftOut at most so many cards that UQPAY has and could not list, or not in a form that can be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportProgress(
        UUID importId,
        String state,
        long seen,
        long adopted,
        long leftOut,
        Instant startedAt,
        @Nullable Instant endedAt) {}

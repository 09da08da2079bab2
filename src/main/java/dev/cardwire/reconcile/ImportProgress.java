package dev.cardwire.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an import stands.
 *
 * @param state {@code RUNNING}, {@code DONE} or {@code FAILED}; one that stays RUNNING without progress lost its replica,
 *     and a new import goes on where it matters: cards that are known are passed over
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

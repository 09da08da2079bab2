// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The filters {@code start_time} and {@code end_time}: ISO 8601, at most 90 days apart. */
public record TimeRange(Instant from, Instant to) {
    private static final Duration LONGEST = Duration.ofDays(90);

    public static TimeRange of(Call call) {
        Instant from = read(call, "start_time", Instant.MIN);
        Instant to = read(call, "end_time", Instant.MAX);
        boolean bounded = !from.equals(Instant.MIN) && !to.equals(Instant.MAX);
        if (bounded && (to.isBefore(from) || Duration.between(from, to).compareTo(LONGEST) > 0)) {
            throw Refusal.invalid("end_time must be at most 90 days after start_time");
        }
        return new TimeRange(from, to);
    }

    private static Instant read(Call call, String name, Instant otherwise) {
        try {
            // A plus sign that a client forgot to encode arrives as a blank.
            return call.query(name)
                    .map(text -> OffsetDateTime.parse(text.replace(' ', '+')).toInstant())
                    .orElse(otherwise);
        } catch (DateTimeException e) {
            throw Refusal.invalid(name + " must be an ISO 8601 time with an offset");
        }
    }

    public boolean holds(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}

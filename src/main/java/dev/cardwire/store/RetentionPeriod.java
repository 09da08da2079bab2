// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** For how long rows are kept. */
public record RetentionPeriod(Duration time) {

    /**
     * The configured time.
     *
     * @param least what callers were promised; a start with less is refused in a sentence that names the property
     */
    public static RetentionPeriod atLeast(Duration least, String property, Duration configured) {
        if (configured.compareTo(least) < 0) {
            throw new ConfigurationException("%s (%s) must be at least %d days: callers rely on it."
                    .formatted(property, property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), least.toDays()));
        }
        return new RetentionPeriod(configured);
    }

    /** Rows from before this moment may go. */
    public OffsetDateTime endsBefore(InstantSource clock) {
        return clock.instant().minus(time).atOffset(ZoneOffset.UTC);
    }
}

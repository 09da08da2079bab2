// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Typed configuration with its defaults, and what a test changes of them. */
public final class Settings {

    private static final int OVER_DEFAULT_CONVERTERS = 200;

    private Settings() {}

    /** A mapping with nothing but its defaults. */
    public static <T> T of(Class<T> mapping) {
        return of(mapping, Map.of());
    }

    /**
     * A mapping with some properties set.
     *
     * @param changes values by the whole name of their property
     */
    public static <T> T of(Class<T> mapping, Map<String, String> changes) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, OVER_DEFAULT_CONVERTERS, new DurationConverter())
                .withMapping(mapping);
        changes.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(mapping);
    }
}

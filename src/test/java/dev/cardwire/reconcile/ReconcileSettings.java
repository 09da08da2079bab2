// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.reading.CardReadConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The settings with their defaults, and what a test changes of them. */
final class ReconcileSettings {

    private ReconcileSettings() {}

    static ReconcileConfig with(Map<String, String> changes) {
        return mapped(ReconcileConfig.class, changes);
    }

    static CardReadConfig reads() {
        return mapped(CardReadConfig.class, Map.of());
    }

    private static <T> T mapped(Class<T> mapping, Map<String, String> changes) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(mapping);
        changes.forEach((key, value) -> builder.withDefaultValue("cardwire.reconcile." + key, value));
        return builder.build().getConfigMapping(mapping);
    }
}

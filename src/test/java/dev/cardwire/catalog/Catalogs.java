// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.uqpay.Uqpay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;

/** Catalogs for tests of those who issue from them. */
public final class Catalogs {

    private Catalogs() {}

    /** One that has asked for nothing yet, with the settings' defaults. */
    public static Catalog of(Uqpay uqpay) {
        CatalogConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(CatalogConfig.class)
                .build()
                .getConfigMapping(CatalogConfig.class);
        return new Catalog(uqpay, new ListPages(new SimpleMeterRegistry()), () -> Instant.EPOCH, config);
    }
}

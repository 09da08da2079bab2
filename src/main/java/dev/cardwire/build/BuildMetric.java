// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

import dev.cardwire.start.StartOrder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Shows which build a replica runs: during a roll-out there are two. */
@Startup(StartOrder.FOUNDATIONS)
@Singleton
class BuildMetric {

    BuildMetric(BuildConfig build, MeterRegistry metrics) {
        Gauge.builder("cardwire.build.info", () -> 1)
                .tag("version", build.version())
                .tag("revision", build.revision())
                .tag("native", Boolean.toString(ImageMode.current() == ImageMode.NATIVE_RUN))
                .register(metrics);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The settings with their defaults, and what a test changes of them. */
final class Settings {

    private Settings() {}

    static UqpayConfig with(Map<String, String> changes) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(UqpayConfig.class)
                .withDefaultValue("cardwire.uqpay.base-url", "http://localhost:1/api")
                .withDefaultValue("cardwire.uqpay.plain-allowed", "true")
                .withDefaultValue("cardwire.uqpay.iframe-url", "https://iframe.example")
                .withDefaultValue("cardwire.uqpay.client-id", "client")
                .withDefaultValue("cardwire.uqpay.api-key", "key")
                .withDefaultValue("cardwire.uqpay.token-key", "bG9jYWwtZGV2ZWxvcG1lbnQtdG9rZW4ta2V5LTAwMDE=");
        changes.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(UqpayConfig.class);
    }

    static UqpayConfig defaults() {
        return with(Map.of());
    }
}
